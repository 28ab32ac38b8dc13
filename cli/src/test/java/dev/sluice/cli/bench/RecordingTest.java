package dev.sluice.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import org.junit.jupiter.api.Test;

/** The schedule of a fixed rate, and latencies that count from it. Time is what a test says. */
class RecordingTest {
  private static final long MILLI = 1_000_000L;
  private static final long SECOND = 1_000 * MILLI;

  @Test
  void stalledServer_showsInLatencyAndHardlyInServiceTime() {
    Recording recording = new Recording(0, 10, EnumSet.of(Operation.GET));
    Schedule schedule = new Schedule(0, 10 * SECOND, Long.MAX_VALUE, 100);
    long now = 0;
    for (long ticket = schedule.draw(now); ticket != Schedule.NONE; ticket = schedule.draw(now)) {
      long due = schedule.due(ticket, now);
      long sent = Math.max(now, due);
      // One client; the request of the third second gets its answer after two more.
      now = sent + (ticket == 300 ? 2 * SECOND : MILLI);
      recording.success(Operation.GET, due, sent, now, 0);
    }

    Percentiles latency = Percentiles.of(recording.latency(Operation.GET));
    Percentiles service = Percentiles.of(recording.service(Operation.GET));
    assertThat(recording.requests()).isEqualTo(1_000);
    assertThat(service.p99()).isEqualTo(1_000);
    assertThat(latency.p50()).isLessThan(2_000);
    assertThat(latency.p90()).isBetween(1_000_000L, 2_000_000L);
    assertThat(latency.max()).isBetween(2_000_000L, 2_010_000L);
  }

  @Test
  void requestThatWasDueAndNotSent_countsWithTheTimeItWaited() {
    Recording recording = new Recording(0, 10, EnumSet.of(Operation.GET));

    recording.unsent(Operation.GET, SECOND, 4 * SECOND);

    assertThat(recording.unsent()).isEqualTo(1);
    assertThat(recording.requests()).isZero();
    assertThat(Percentiles.of(recording.latency(Operation.GET)).max())
        .isBetween(3_000_000L, 3_010_000L);
  }

  @Test
  void failures_areCountedByCodeUpToALimit() {
    Recording recording = new Recording(0, 1, EnumSet.of(Operation.PUT));
    for (int i = 0; i < 100; i++) {
      recording.failure(Operation.PUT, new ExchangeFailure("code " + i, "first of " + i));
      recording.failure(Operation.PUT, new ExchangeFailure("code 0", "another"));
    }

    assertThat(recording.failed()).isEqualTo(200);
    assertThat(recording.failures()).hasSizeLessThan(40).containsKeys("code 0", "other");
    assertThat(recording.failures())
        .hasEntrySatisfying(
            "code 0",
            failure -> {
              assertThat(failure.count().sum()).isEqualTo(101);
              assertThat(failure.first()).isEqualTo("first of 0");
            });
  }

  @Test
  void fixedRate_hasATimeForEachTicketAndSoManyTickets() {
    Schedule schedule = new Schedule(SECOND, 2 * SECOND, Long.MAX_VALUE, 4);

    assertThat(schedule.due(0, 0)).isEqualTo(SECOND);
    assertThat(schedule.due(3, 0)).isEqualTo(SECOND + 750 * MILLI);
    for (int ticket = 0; ticket < 8; ticket++) {
      assertThat(schedule.draw(SECOND)).isEqualTo(ticket);
    }
    assertThat(schedule.draw(SECOND)).isEqualTo(Schedule.NONE);
    assertThat(schedule.drawn()).isEqualTo(8);
    assertThat(schedule.dueBefore(2 * SECOND)).isEqualTo(4);
    assertThat(schedule.dueBefore(100 * SECOND)).isEqualTo(8);
  }

  @Test
  void closedLoop_endsWithItsTicketsAtTheDeadlineOrWhenStopped() {
    Schedule counted = new Schedule(0, SECOND, 2, 0);
    assertThat(counted.draw(0)).isZero();
    assertThat(counted.due(0, 77)).isEqualTo(77);
    assertThat(counted.draw(0)).isEqualTo(1);
    assertThat(counted.draw(0)).isEqualTo(Schedule.NONE);
    assertThat(counted.dueBefore(SECOND)).isZero();

    Schedule timed = new Schedule(0, SECOND, Long.MAX_VALUE, 0);
    assertThat(timed.draw(SECOND - 1)).isZero();
    assertThat(timed.draw(SECOND)).isEqualTo(Schedule.NONE);

    Schedule stopped = new Schedule(0, SECOND, Long.MAX_VALUE, 0);
    stopped.stop();
    assertThat(stopped.draw(0)).isEqualTo(Schedule.NONE);
  }
}
