package dev.sluice.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;

/** The live line of a run: one line, drawn over itself, and nothing left of it at the end. */
class ProgressLineTest {
  private static final long MILLI = 1_000_000L;
  private static final long SECOND = 1_000 * MILLI;
  private static final String OVER = "\r\u001b[K";

  private final StringWriter screen = new StringWriter();

  private static Recording recording() {
    Recording recording = new Recording(0, 10, EnumSet.of(Operation.GET));
    for (int i = 0; i < 3_000; i++) {
      recording.success(Operation.GET, 0, 0, MILLI, 4_096);
    }
    recording.failure(Operation.GET, new ExchangeFailure("SlowDown", "status 503"));
    return recording;
  }

  @Test
  void show_saysWhatRunsAndHowFast() {
    ProgressLine line = new ProgressLine(new PrintWriter(screen), true);
    line.begin("get at http://a, round 1 of 3");

    line.show(recording(), 2 * SECOND);

    assertThat(screen)
        .hasToString(
            OVER
                + "get at http://a, round 1 of 3"
                + "  2 s  3,001 requests  1,501/s  5.9 MiB/s  1 failed");
  }

  @Test
  void nextLook_isDrawnOverTheLast_andTheEndClearsIt() {
    ProgressLine line = new ProgressLine(new PrintWriter(screen), true);
    line.begin("get");
    line.show(recording(), SECOND);
    line.show(recording(), 2 * SECOND);
    line.end();
    line.end();

    assertThat(screen.toString().split(OVER.replace("[", "\\["), -1))
        .satisfiesExactly(
            before -> assertThat(before).isEmpty(),
            first -> assertThat(first).startsWith("get  1 s  "),
            second -> assertThat(second).startsWith("get  2 s  "),
            after -> assertThat(after).isEmpty());
    assertThat(screen.toString()).doesNotContain("\n");
  }

  @Test
  void nobodyWatching_leavesTheScreenAlone() {
    ProgressLine line = new ProgressLine(new PrintWriter(screen), false);
    line.begin("get");
    line.show(recording(), SECOND);
    line.end();

    assertThat(screen.toString()).isEmpty();
  }
}
