package dev.sluice.agent.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.common.model.StorageException;
import dev.sluice.v1.FailureReason;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ReadAdmissionTest {
  private final ReadAdmission admission = new ReadAdmission(32 << 20);

  @Test
  void crowd_isLargeBeyondWhatTheBudgetHolds() {
    join(32);
    assertThat(admission.isLarge()).isFalse();

    join(1);
    assertThat(admission.isLarge()).isTrue();

    admission.leave();
    assertThat(admission.isLarge()).isFalse();
  }

  @Test
  void readerBeyondTheLimit_isRefusedUntilOneLeaves() {
    join(1024);

    for (int i = 0; i < 3; i++) {
      StorageException refusal =
          Objects.requireNonNull(catchThrowableOfType(StorageException.class, admission::join));
      assertThat(refusal.reason()).isEqualTo(FailureReason.OVERLOADED);
      assertThat(refusal).hasMessageContaining("limit: 1024");
    }

    admission.leave();
    admission.join();
  }

  private void join(int times) {
    for (int i = 0; i < times; i++) {
      admission.join();
    }
  }
}
