package dev.sluice.agent.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.agent.store.memory.MemoryEngine;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class SweeperTest {
  @Test
  void sweeps_goOnAlsoAfterAFailure() throws InterruptedException {
    CountDownLatch sweeps = new CountDownLatch(3);
    EngineObjectStore store =
        storeWatchedBy(
            method -> {
              if (method.equals("sweep")) {
                sweeps.countDown();
                throw new IllegalStateException("a disk fell out");
              }
            });

    try (Sweeper sweeper = new Sweeper(store, Duration.ofMillis(1))) {
      assertThat(sweeps.await(1, TimeUnit.MINUTES)).as("three sweeps by %s", sweeper).isTrue();
    }
  }

  @Test
  void close_waitsForTheSweepUnderWay() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch mayEnd = new CountDownLatch(1);
    CountDownLatch ended = new CountDownLatch(1);
    EngineObjectStore store =
        storeWatchedBy(
            method -> {
              begun.countDown();
              try {
                mayEnd.await();
              } catch (InterruptedException e) {
                throw new IllegalStateException("a sweep is not to be interrupted", e);
              }
              ended.countDown();
            });

    try (Sweeper sweeper = new Sweeper(store, Duration.ofDays(1))) {
      begun.await();
      mayEnd.countDown();
      assertThat(sweeper).isNotNull();
    }

    assertThat(ended.getCount()).isZero();
  }

  private static EngineObjectStore storeWatchedBy(Consumer<String> before) {
    InstantSource clock = InstantSource.system();
    return new EngineObjectStore(
        WatchedEngine.of(
            new MemoryEngine(clock),
            new WatchedEngine.Watcher() {
              @Override
              public void before(String method) {
                before.accept(method);
              }
            }),
        StoreLimits.DEFAULTS,
        clock,
        new UploadIds(clock));
  }
}
