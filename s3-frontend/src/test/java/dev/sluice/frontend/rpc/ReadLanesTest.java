package dev.sluice.frontend.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.common.memory.MemoryPlan;
import dev.sluice.common.model.StorageException;
import dev.sluice.v1.FailureReason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ReadLanesTest {
  private static final Duration SHORT = Duration.ofMillis(10);
  private static final Duration LONG = Duration.ofMinutes(1);

  private final List<ReadLanes.Lane> taken = new ArrayList<>();

  @Test
  void lanes_areAsManyAsTheirMemoryHolds() throws Exception {
    assertThat(wide(fill(lanes(128 << 20)))).isEqualTo(4);
    assertThat(taken).hasSize(4 + 224);
  }

  @Test
  void smallestMemory_hasOneOfEach() throws Exception {
    assertThat(wide(fill(lanes(1)))).isEqualTo(1);
    assertThat(taken).hasSize(2);
  }

  @Test
  void readerBeyondThem_isRefusedAfterItsPatience() throws Exception {
    ReadLanes lanes = lanes(128 << 20);
    fill(lanes);

    StorageException refusal =
        Objects.requireNonNull(
            catchThrowableOfType(StorageException.class, () -> lanes.enter(SHORT)));

    assertThat(refusal.reason()).isEqualTo(FailureReason.OVERLOADED);
    assertThat(refusal).hasMessageContaining("all 224 taken for " + SHORT);
  }

  @Test
  void readerThatWaits_getsThePlaceOfOneThatLeaves() throws Exception {
    ReadLanes lanes = lanes(1);
    fill(lanes);
    CompletableFuture<ReadLanes.Lane> waiting = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                waiting.complete(lanes.enter(LONG));
              } catch (InterruptedException | StorageException e) {
                waiting.completeExceptionally(e);
              }
            });

    taken.getLast().leave();

    assertThat(waiting.get().isWide()).isFalse();
    taken.getFirst().leave();
    assertThat(lanes.enter(SHORT).isWide()).isTrue();
  }

  private static ReadLanes lanes(long memory) {
    return new ReadLanes(MemoryPlan.frontend(memory, 32 << 20));
  }

  /** Enters until it is refused. */
  private List<ReadLanes.Lane> fill(ReadLanes lanes) throws InterruptedException {
    while (true) {
      try {
        taken.add(lanes.enter(Duration.ZERO));
      } catch (StorageException full) {
        return taken;
      }
    }
  }

  private static long wide(List<ReadLanes.Lane> lanes) {
    return lanes.stream().filter(ReadLanes.Lane::isWide).count();
  }
}
