package dev.sluice.agent.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.common.model.UploadId;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class UploadLocksTest {
  private final UploadLocks locks = new UploadLocks();

  /** The two ids have the same hash code. */
  @Test
  void uploadsThatLookAlike_doNotWaitForEachOther() {
    UploadId one = new UploadId("Aa");
    UploadId other = new UploadId("BB");
    assertThat(one).hasSameHashCodeAs(other);

    String done =
        locks.exclusive(
            one,
            () -> CompletableFuture.supplyAsync(() -> locks.exclusive(other, () -> "done")).join());

    assertThat(done).isEqualTo("done");
    assertThat(locks.inUse()).isZero();
  }

  @Test
  void sameUpload_isEndedByOneAtATime() throws Exception {
    UploadId id = new UploadId("id");
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch leave = new CountDownLatch(1);
    StringBuilder order = new StringBuilder();
    CompletableFuture<?> first =
        CompletableFuture.runAsync(
            () ->
                locks.exclusive(
                    id,
                    () -> {
                      entered.countDown();
                      await(leave);
                      return order.append("first ");
                    }));
    entered.await();
    CompletableFuture<?> second =
        CompletableFuture.runAsync(() -> locks.exclusive(id, () -> order.append("second")));

    leave.countDown();
    first.get();
    second.get();

    assertThat(order).hasToString("first second");
    assertThat(locks.inUse()).isZero();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
