package dev.sluice.integration.trial.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ShrinkerTest {
  private static final List<Integer> HUNDRED = IntStream.range(0, 100).boxed().toList();

  @Test
  void stepsThatFailTogether_areAllThatIsLeft() {
    assertThat(Shrinker.shrink(HUNDRED, script -> script.containsAll(List.of(3, 41, 77)), 1_000))
        .containsExactly(3, 41, 77);
  }

  @Test
  void orderOfSteps_staysAsItWas() {
    assertThat(Shrinker.shrink(HUNDRED, script -> script.indexOf(99) > script.indexOf(0), 1_000))
        .containsExactly(99);
    assertThat(Shrinker.shrink(HUNDRED, script -> script.size() > 4, 1_000)).hasSize(5).isSorted();
  }

  @Test
  void tries_areLimited() {
    AtomicInteger tries = new AtomicInteger();

    List<Integer> best =
        Shrinker.shrink(
            HUNDRED,
            script -> {
              tries.incrementAndGet();
              return script.contains(5);
            },
            6);

    assertThat(tries).hasValue(6);
    assertThat(best).contains(5).hasSizeLessThan(100);
  }
}
