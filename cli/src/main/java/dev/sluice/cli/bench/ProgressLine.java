package dev.sluice.cli.bench;

import java.io.PrintWriter;
import java.util.Locale;

/** The progress of a run in one line that is overwritten; for a person at a terminal. */
final class ProgressLine {
  private static final String CLEAR = "\r\u001b[K";
  private static final double SECOND = 1e9;
  private static final double MEBIBYTE = 1 << 20;

  private final PrintWriter screen;
  private final boolean shown;
  private String what = "";
  private boolean drawn;

  ProgressLine(PrintWriter screen, boolean shown) {
    this.screen = screen;
    this.shown = shown;
  }

  /** Names what is shown from now on. */
  void begin(String name) {
    what = name;
  }

  /** Shows where a run is. */
  void show(Recording recording, long nanos) {
    if (!shown) {
      return;
    }
    double seconds = nanos / SECOND;
    screen.print(
        CLEAR
            + String.format(
                Locale.ROOT,
                "%s  %.0f s  %,d requests  %,.0f/s  %,.1f MiB/s  %,d failed",
                what,
                seconds,
                recording.requests(),
                recording.requests() / seconds,
                recording.bytes() / MEBIBYTE / seconds,
                recording.failed()));
    screen.flush();
    drawn = true;
  }

  /** Clears the line. */
  void end() {
    if (drawn) {
      drawn = false;
      screen.print(CLEAR);
      screen.flush();
    }
  }
}
