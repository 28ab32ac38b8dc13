package dev.sluice.agent.store.scrub;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ThrottleTest {
  private final FakeTime time = new FakeTime();

  @Test
  void rate_isKept() {
    Throttle throttle = new Throttle(100, time, time);

    for (int reads = 0; reads < 11; reads++) {
      throttle.take(50);
    }

    assertThat(time.passed()).isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void slowReads_areNotMadeUpFor() {
    Throttle throttle = new Throttle(100, time, time);
    throttle.take(100);
    time.pass(Duration.ofSeconds(60));

    throttle.take(100);
    throttle.take(100);

    assertThat(time.passed()).isEqualTo(Duration.ofSeconds(61));
  }

  @Test
  void workWithoutBytes_isFollowedByARestOfItsLength() {
    Throttle throttle = new Throttle(100, time, time);

    throttle.restAfter(() -> time.pass(Duration.ofSeconds(3)));

    assertThat(time.passed()).isEqualTo(Duration.ofSeconds(6));
  }

  @Test
  void unbounded_asksWhetherToGoOnAndNeverWaits() {
    List<Long> pauses = new ArrayList<>();
    Throttle throttle = new Throttle(Throttle.UNBOUNDED, time, pauses::add);

    throttle.take(1L << 40);
    throttle.take(1);

    assertThat(pauses).containsExactly(0L, 0L);
  }
}
