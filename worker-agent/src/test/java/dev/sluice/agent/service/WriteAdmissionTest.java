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

class WriteAdmissionTest {
  private static final long MEBIBYTE = 1 << 20;

  private static MemoryPlan plan(long memory) {
    return MemoryPlan.agent(memory, 32 * MEBIBYTE, 32 * MEBIBYTE);
  }

  @ParameterizedTest
  @ValueSource(longs = {64, 128, 500, 1024, 6000, 100_000})
  void whatAllMayHold_fitsIntoTheirShareOfMemory(long mebibytes) {
    long memory = mebibytes * MEBIBYTE;
    MemoryPlan plan = plan(memory);
    WriteAdmission admission = new WriteAdmission(plan);
    long share = plan.bodiesTakenIn();
    long held = 0;
    long last = 0;
    try {
      while (held <= share) {
        last = WriteAdmission.windowBytes(memory) + (long) admission.join() * Chunk.MAX_BYTES;
        held += last;
      }
    } catch (StorageException e) {
      assertThat(e.reason()).isEqualTo(FailureReason.OVERLOADED);
    }

    assertThat(held).isBetween(share - last, share);
  }

  @Test
  void firstBodies_mayAskForMoreAhead() {
    WriteAdmission admission = new WriteAdmission(plan(128 * MEBIBYTE));
    for (int i = 0; i < 25; i++) {
      assertThat(admission.join()).isEqualTo(2);
    }
    assertThat(admission.join()).isEqualTo(1);

    admission.leave();
    admission.leave();
    assertThat(admission.join()).isEqualTo(2);
  }

  @Test
  void bodyBeyondTheLimit_isRefusedUntilOneLeaves() {
    WriteAdmission admission = new WriteAdmission(plan(1));
    admission.join();

    for (int i = 0; i < 3; i++) {
      StorageException refusal =
          Objects.requireNonNull(catchThrowableOfType(StorageException.class, admission::join));
      assertThat(refusal.reason()).isEqualTo(FailureReason.OVERLOADED);
      assertThat(refusal).hasMessageContaining("limit: 1");
    }

    admission.leave();
    assertThat(admission.join()).isEqualTo(2);
  }

  @Test
  void window_growsWithTheMemory() {
    assertThat(WriteAdmission.windowBytes(MEBIBYTE)).isEqualTo(128 << 10);
    assertThat(WriteAdmission.windowBytes(512 * MEBIBYTE)).isEqualTo(2 * Chunk.MAX_BYTES);
    assertThat(WriteAdmission.windowBytes(1024 * MEBIBYTE)).isEqualTo(1 << 20);
    assertThat(WriteAdmission.windowBytes(Long.MAX_VALUE)).isEqualTo(1 << 20);
  }
}
