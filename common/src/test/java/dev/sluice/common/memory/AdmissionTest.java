package dev.sluice.common.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.common.model.StorageException;
import dev.sluice.v1.FailureReason;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AdmissionTest {
  private static final Duration LONG = Duration.ofMinutes(5);

  @Test
  void callerBeyondTheLimit_isRefusedUntilOneLeaves() {
    Admission admission = new Admission("bodies", 2);
    assertThat(admission.enter()).isEqualTo(1);
    assertThat(admission.enter()).isEqualTo(2);

    for (int i = 0; i < 3; i++) {
      StorageException refusal = refusal(admission::enter);
      assertThat(refusal.reason()).isEqualTo(FailureReason.OVERLOADED);
      assertThat(refusal).hasMessage("bodies: 2 (limit: 2)");
    }
    assertThat(admission.tryEnter()).isFalse();

    admission.leave();
    assertThat(admission.tryEnter()).isTrue();
    assertThat(admission.inUse()).isEqualTo(2);
  }

  @Test
  void permitsThatAreNotFreeInTime_areRefusedAndNoneIsTaken() throws Exception {
    Admission admission = new Admission("KiB", 10);
    admission.enter(6, Duration.ZERO);

    assertThat(refusal(() -> admission.enter(5, Duration.ofMillis(1))))
        .hasMessage("KiB: all 10 taken for PT0.001S (expected: 5 free)");

    assertThat(admission.inUse()).isEqualTo(6);
    admission.enter(4, Duration.ZERO);
    admission.leave(10);
    assertThat(admission.inUse()).isZero();
  }

  @Test
  void callerThatWaits_getsWhatAnotherGivesBack() throws Exception {
    Admission admission = new Admission("KiB", 3);
    admission.enter(3, Duration.ZERO);
    CompletableFuture<Integer> waiting = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                admission.enter(2, LONG);
                waiting.complete(2);
              } catch (InterruptedException | RuntimeException e) {
                waiting.completeExceptionally(e);
              }
            });

    admission.leave(3);

    assertThat(waiting.get()).isEqualTo(2);
    assertThat(admission.inUse()).isEqualTo(2);
  }

  @Test
  void limit_isOneAtLeast() {
    assertThat(new Admission("bodies", 0).limit()).isOne();
    assertThat(new Admission("bodies", Long.MAX_VALUE).limit()).isEqualTo(Integer.MAX_VALUE);
  }

  private static StorageException refusal(ThrowingCallable call) {
    return Objects.requireNonNull(catchThrowableOfType(StorageException.class, call));
  }
}
