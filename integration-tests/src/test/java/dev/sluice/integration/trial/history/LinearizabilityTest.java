package dev.sluice.integration.trial.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The checker finds what is planted, and nothing where nothing is. */
class LinearizabilityTest {
  private static Change write(String value, long from, long to) {
    return new Change("write " + value, from, to, _ -> value);
  }

  private static Change read(String value, long from, long to) {
    return new Change("read " + value, from, to, state -> value.equals(state) ? state : null);
  }

  private static Change create(String value, long from, long to) {
    return new Change("create " + value, from, to, state -> "".equals(state) ? value : null);
  }

  private static Change replace(String old, String value, long from, long to) {
    UnaryOperator<@Nullable String> effect = state -> old.equals(state) ? value : null;
    return new Change("replace " + old + " by " + value, from, to, effect);
  }

  private static boolean holds(Change... history) {
    return Linearizability.holds(List.of(history), "");
  }

  @Test
  void operationsInTurn_hold() {
    assertThat(holds(read("", 0, 1), write("a", 2, 3), read("a", 4, 5), write("", 6, 7))).isTrue();
  }

  @Test
  void readDuringWrite_mayFindEither() {
    assertThat(holds(write("a", 0, 1), write("b", 2, 9), read("a", 3, 4), read("b", 5, 6)))
        .isTrue();
  }

  @Test
  void staleRead_isFound() {
    assertThat(holds(write("a", 0, 1), write("b", 2, 3), read("a", 4, 5))).isFalse();
  }

  @Test
  void readThatGoesBack_isFound() {
    assertThat(holds(write("a", 0, 1), write("b", 2, 9), read("b", 3, 4), read("a", 5, 6)))
        .isFalse();
  }

  @Test
  void lostUpdate_isFound() {
    assertThat(
            holds(
                write("a", 0, 1),
                replace("a", "b", 2, 8),
                replace("a", "c", 3, 7),
                read("c", 10, 11)))
        .isFalse();
  }

  @Test
  void twoWinners_areFound() {
    assertThat(holds(create("a", 0, 5), create("b", 1, 6))).isFalse();
  }

  @Test
  void resurrectedObject_isFound() {
    assertThat(holds(write("a", 0, 1), write("", 2, 3), read("", 4, 5), read("a", 6, 7))).isFalse();
  }

  @Test
  void unknownOutcome_mayBeEitherButStays() {
    Change unknown = write("b", 2, Change.NEVER);

    assertThat(holds(write("a", 0, 1), unknown, read("a", 3, 4))).isTrue();
    assertThat(holds(write("a", 0, 1), unknown, read("a", 3, 4), read("b", 5, 6))).isTrue();
    assertThat(holds(write("a", 0, 1), unknown, read("b", 3, 4), read("a", 5, 6))).isFalse();
    assertThat(holds(write("a", 0, 1), unknown, read("c", 3, 4))).isFalse();
  }

  /** Histories made by a register with a lock hold; with one answer of another time they do not. */
  @Test
  void randomHistories_holdUntilOneAnswerIsChanged() {
    for (int seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      List<Change> history = new ArrayList<>();
      String state = "";
      for (int i = 0; i < 60; i++) {
        // Each takes effect at 10 x i; it began a little before and ends a little later.
        long from = 10L * i - random.nextInt(40);
        long to = 10L * i + random.nextInt(40);
        if (random.nextInt(3) == 0) {
          state = "v" + i;
          history.add(write(state, from, to));
        } else {
          history.add(read(state, from, to));
        }
      }
      assertThat(Linearizability.holds(history, "")).as("seed %d", seed).isTrue();

      history.add(read("never written", 300, 310));
      assertThat(Linearizability.holds(history, "")).as("seed %d", seed).isFalse();
    }
  }
}
