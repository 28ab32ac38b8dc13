package dev.sluice.common.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Nothing is promised twice, whatever the process is, has and was told. */
class MemoryPlanTest {
  private static final long MIB = 1 << 20;

  static Stream<MemoryPlan> plans() {
    return Stream.of(32L, 64L, 128L, 200L, 512L, 1024L, 2048L, 8192L, 65_536L)
        .map(mib -> mib * MIB)
        .flatMap(
            memory ->
                Stream.of(MIB, 32 * MIB, memory, 100 * memory)
                    .flatMap(
                        budget ->
                            Stream.of(
                                MemoryPlan.standalone(memory, budget, budget),
                                MemoryPlan.frontend(memory, budget),
                                MemoryPlan.agent(memory, budget, budget))));
  }

  @ParameterizedTest
  @MethodSource("plans")
  void parts_leaveARestOfEitherPlace(MemoryPlan plan) {
    assertThat(rest(plan, MemoryPlan.Place.DIRECT)).isGreaterThanOrEqualTo(plan.memory() / 16);
    assertThat(rest(plan, MemoryPlan.Place.HEAP)).isGreaterThanOrEqualTo(plan.memory() / 4);
    assertThat(plan.parts()).allMatch(part -> part.bytes() > 0);
  }

  @ParameterizedTest
  @MethodSource("plans")
  void parts_areAllOfThePlacesMemory(MemoryPlan plan) {
    for (MemoryPlan.Place place : MemoryPlan.Place.values()) {
      assertThat(of(plan, place).stream().mapToLong(MemoryPlan.Part::bytes).sum())
          .isEqualTo(plan.memory());
    }
  }

  @Test
  void smallProcess_hasRoomForEverythingOnce() {
    MemoryPlan plan = MemoryPlan.standalone(128 * MIB, 32 * MIB, 32 * MIB);

    assertThat(plan)
        .isEqualTo(
            new MemoryPlan(
                128 * MIB, 32 * MIB, 32 * MIB, 56 * MIB, 88 * MIB, 32 * MIB, 16 * MIB, 28 * MIB,
                4 * MIB, false));
  }

  /** In one process the bodies on their way to readers lie in the buffers. */
  @Test
  void readsInOneProcess_areNotCountedTwice() {
    assertThat(MemoryPlan.standalone(128 * MIB, 32 * MIB, 32 * MIB).parts())
        .extracting(MemoryPlan.Part::name)
        .containsExactly(
            "buffers",
            "bodies taken in",
            "snapshots",
            "uploads",
            "documents",
            "small documents",
            "rest",
            "rest");
  }

  private static long rest(MemoryPlan plan, MemoryPlan.Place place) {
    return of(plan, place).stream()
        .filter(part -> part.name().equals("rest"))
        .mapToLong(MemoryPlan.Part::bytes)
        .sum();
  }

  private static List<MemoryPlan.Part> of(MemoryPlan plan, MemoryPlan.Place place) {
    return plan.parts().stream().filter(part -> part.place() == place).toList();
  }
}
