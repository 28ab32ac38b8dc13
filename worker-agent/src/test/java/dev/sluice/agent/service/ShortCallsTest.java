package dev.sluice.agent.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.common.rpc.CallerRunsThread;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ShortCallsTest {
  /** Stands still until a test moves it. */
  private final AtomicLong now = new AtomicLong();

  private final ShortCalls calls = new ShortCalls(true, now::get);

  @Test
  void call_runsOnTheThreadOfACallerThatMayWait() throws InterruptedException {
    assertThat(ranHere(calls, ShortCallsTest::fast)).isTrue();
    assertThat(calls.tryHere(ShortCallsTest::fast)).as("on a thread that may not wait").isFalse();
    assertThat(ranHere(new ShortCalls(false, now::get), ShortCallsTest::fast))
        .as("over a network")
        .isFalse();
  }

  @Test
  void fileSystemThatShowedItselfSlow_isHandedOverUntilItIsFastAgain() throws InterruptedException {
    assertThat(ranHere(calls, this::slow)).isTrue();
    assertThat(ranHere(calls, ShortCallsTest::fast)).as("one slow call says little").isTrue();
    assertThat(ranHere(calls, this::slow)).isTrue();
    assertThat(ranHere(calls, this::slow)).isTrue();

    assertThat(ranHere(calls, ShortCallsTest::fast)).isFalse();
    for (int i = 0; i < 2 * ShortCalls.MOST_WEIGHT; i++) {
      calls.timed(ShortCallsTest::fast);
    }
    assertThat(ranHere(calls, ShortCallsTest::fast)).isTrue();
  }

  @Test
  void fileSystemThatIsSlowWhenHandedOver_isHandedOver() throws InterruptedException {
    calls.timed(this::slow);
    calls.timed(this::slow);

    assertThat(ranHere(calls, ShortCallsTest::fast)).isFalse();
  }

  @Test
  void fewSlowCallsAmongMany_changeNothing() throws InterruptedException {
    for (int i = 0; i < 10; i++) {
      assertThat(ranHere(calls, this::slow)).isTrue();
      for (int j = 0; j < ShortCalls.WEIGHT; j++) {
        calls.timed(ShortCallsTest::fast);
      }
    }
  }

  @Test
  void callsThatHang_holdNoMoreThanTheirThreads() throws InterruptedException {
    CountDownLatch hang = new CountDownLatch(1);
    CountDownLatch hanging = new CountDownLatch(ShortCalls.MOST);
    for (int i = 0; i < ShortCalls.MOST; i++) {
      new CallerRunsThread(
              () ->
                  calls.tryHere(
                      () -> {
                        hanging.countDown();
                        awaitUninterrupted(hang);
                      }),
              "caller")
          .start();
    }
    hanging.await();

    assertThat(calls.running()).isEqualTo(ShortCalls.MOST);
    assertThat(ranHere(calls, ShortCallsTest::fast)).isFalse();
    hang.countDown();
  }

  private static void fast() {}

  private void slow() {
    now.addAndGet(ShortCalls.SLOW.toNanos());
  }

  private static void awaitUninterrupted(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean ranHere(ShortCalls calls, Runnable step) throws InterruptedException {
    AtomicBoolean ran = new AtomicBoolean();
    Thread caller = new CallerRunsThread(() -> ran.set(calls.tryHere(step)), "caller");
    caller.start();
    caller.join();
    return ran.get();
  }
}
