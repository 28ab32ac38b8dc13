package dev.sluice.agent.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.common.model.StorageException;
import dev.sluice.v1.FailureReason;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ReadCrowdTest {
  private final ReadCrowd crowd = new ReadCrowd(32 << 20);

  @Test
  void crowd_isLargeBeyondWhatTheBudgetHolds() {
    join(32);
    assertThat(crowd.isLarge()).isFalse();

    join(1);
    assertThat(crowd.isLarge()).isTrue();

    crowd.leave();
    assertThat(crowd.isLarge()).isFalse();
  }

  @Test
  void readerBeyondTheLimit_isRefusedUntilOneLeaves() {
    join(1024);

    for (int i = 0; i < 3; i++) {
      StorageException refusal =
          Objects.requireNonNull(catchThrowableOfType(StorageException.class, crowd::join));
      assertThat(refusal.reason()).isEqualTo(FailureReason.OVERLOADED);
      assertThat(refusal).hasMessageContaining("limit: 1024");
    }

    crowd.leave();
    crowd.join();
  }

  private void join(int times) {
    for (int i = 0; i < times; i++) {
      crowd.join();
    }
  }
}
