package dev.sluice.agent.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class StoragePoolTest {
  private final Semaphore storage = new Semaphore(0);

  @Test
  void standstill_isCountedWhileCallsWaitForThreadsThatHang() throws InterruptedException {
    try (StoragePool pool = new StoragePool("storage", 2, 10, true)) {
      assertThat(pool.standstill()).isZero();

      CountDownLatch began = new CountDownLatch(2);
      for (int i = 0; i < 2; i++) {
        pool.admit(
            () -> {
              began.countDown();
              storage.acquireUninterruptibly();
            });
      }
      began.await();
      assertThat(pool.standstill()).as("nothing waits").isZero();

      pool.admit(storage::acquireUninterruptibly);
      Duration first = pool.standstill();
      assertThat(first).isPositive();
      assertThat(pool.standstill()).isGreaterThan(first);

      storage.release(3);
      assertThat(pool.drain(Duration.ofSeconds(10))).isTrue();
      assertThat(pool.standstill()).isZero();
    }
  }
}
