package dev.sluice.frontend.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.common.memory.MemoryPlan;
import dev.sluice.common.model.StorageException;
import dev.sluice.v1.FailureReason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** At 128 MiB there is room for one document of 8 MiB, and beside it for small ones. */
@Timeout(60)
class DocumentMemoryTest {
  private static final int MIB = 1 << 20;
  private static final MemoryPlan PLAN = MemoryPlan.frontend(128 * MIB, 32 * MIB);

  private final DocumentMemory memory = new DocumentMemory(PLAN, 8 * MIB, Duration.ofMillis(1));
  private final List<Runnable> ends = new ArrayList<>();

  @Test
  void largeDocumentBeyondTheMemory_isRefusedUntilOneEnds() throws Exception {
    memory.take(ends::add, 8 * MIB);

    assertThat(refusal(8 * MIB)).isEqualTo(FailureReason.OVERLOADED);
    assertThat(refusal(2 * MIB)).isEqualTo(FailureReason.OVERLOADED);

    ends.forEach(Runnable::run);
    memory.take(ends::add, 8 * MIB);
  }

  @Test
  void smallDocument_isTakenBesideALargeOne() throws Exception {
    memory.take(ends::add, 8 * MIB);

    for (int i = 0; i < 21; i++) {
      memory.take(ends::add, 64 << 10);
    }
    assertThat(refusal(64 << 10)).isEqualTo(FailureReason.OVERLOADED);
  }

  @Test
  void longestDocument_isOneThatTheMemoryHolds() {
    assertThat(memory.maximumBytes()).isEqualTo(8 * MIB);
    assertThat(new DocumentMemory(PLAN, 64 * MIB).maximumBytes()).isEqualTo(28 * MIB / 3);
    assertThat(new DocumentMemory(PLAN, MIB).maximumBytes()).isEqualTo(MIB);
  }

  private FailureReason refusal(int length) {
    return Objects.requireNonNull(
            catchThrowableOfType(StorageException.class, () -> memory.take(ends::add, length)))
        .reason();
  }
}
