package dev.sluice.agent.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.common.memory.MemoryPlan;
import dev.sluice.common.model.StorageException;
import dev.sluice.common.rpc.Chunk;
import dev.sluice.v1.FailureReason;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WriteCrowdTest {
  private static final long MEBIBYTE = 1 << 20;

  private static MemoryPlan plan(long memory) {
    return MemoryPlan.agent(memory, 32 * MEBIBYTE, 32 * MEBIBYTE);
  }

  @ParameterizedTest
  @ValueSource(longs = {64, 128, 500, 1024, 6000, 100_000})
  void whatAllMayHold_fitsIntoTheirShareOfMemory(long mebibytes) {
    long memory = mebibytes * MEBIBYTE;
    MemoryPlan plan = plan(memory);
    WriteCrowd crowd = new WriteCrowd(plan);
    long share = plan.bodiesTakenIn();
    long held = 0;
    long last = 0;
    try {
      while (held <= share) {
        last = WriteCrowd.windowBytes(memory) + (long) crowd.join() * Chunk.MAX_BYTES;
        held += last;
      }
    } catch (StorageException e) {
      assertThat(e.reason()).isEqualTo(FailureReason.OVERLOADED);
    }

    assertThat(held).isBetween(share - last, share);
  }

  @Test
  void firstBodies_mayAskForMoreAhead() {
    WriteCrowd crowd = new WriteCrowd(plan(128 * MEBIBYTE));
    for (int i = 0; i < 25; i++) {
      assertThat(crowd.join()).isEqualTo(2);
    }
    assertThat(crowd.join()).isEqualTo(1);

    crowd.leave();
    crowd.leave();
    assertThat(crowd.join()).isEqualTo(2);
  }

  @Test
  void bodyBeyondTheLimit_isRefusedUntilOneLeaves() {
    WriteCrowd crowd = new WriteCrowd(plan(1));
    crowd.join();

    for (int i = 0; i < 3; i++) {
      StorageException refusal =
          Objects.requireNonNull(catchThrowableOfType(StorageException.class, crowd::join));
      assertThat(refusal.reason()).isEqualTo(FailureReason.OVERLOADED);
      assertThat(refusal).hasMessageContaining("limit: 1");
    }

    crowd.leave();
    assertThat(crowd.join()).isEqualTo(2);
  }

  @Test
  void window_growsWithTheMemory() {
    assertThat(WriteCrowd.windowBytes(MEBIBYTE)).isEqualTo(128 << 10);
    assertThat(WriteCrowd.windowBytes(1024 * MEBIBYTE)).isEqualTo(512 << 10);
    assertThat(WriteCrowd.windowBytes(Long.MAX_VALUE)).isEqualTo(1 << 20);
  }
}
