package dev.sluice.cli.tool;

import dev.sluice.agent.store.check.CheckTotals;
import dev.sluice.cli.tool.terminal.Sizes;
import java.io.PrintWriter;

/** The progress of a check, in one line that is overwritten. For one thread. */
class CheckProgress implements AutoCloseable {
  /** Shows nothing. */
  static final CheckProgress HIDDEN = new CheckProgress();

  private CheckProgress() {}

  /** Shows it to a person. */
  static CheckProgress shown(PrintWriter screen) {
    return new Line(screen);
  }

  /** Some more was looked at. */
  void show(CheckTotals totals) {}

  /** Makes room for other lines. */
  void clear() {}

  @Override
  public void close() {
    clear();
  }

  private static final class Line extends CheckProgress {
    private static final long FIRST_NANOS = 1_000_000_000L;
    private static final long REDRAW_NANOS = 200_000_000L;
    private static final String CLEAR = "\r\u001b[K";

    private final PrintWriter screen;
    private long next = System.nanoTime() + FIRST_NANOS;
    private boolean drawn;

    Line(PrintWriter screen) {
      this.screen = screen;
    }

    @Override
    void show(CheckTotals totals) {
      long now = System.nanoTime();
      if (now - next < 0) {
        return;
      }
      next = now + REDRAW_NANOS;
      drawn = true;
      screen.print(
          CLEAR
              + "%d objects, %s read, %d findings"
                  .formatted(
                      totals.objects(),
                      Sizes.human(totals.read()),
                      totals.found().values().stream().mapToLong(Long::longValue).sum()));
      screen.flush();
    }

    @Override
    void clear() {
      if (drawn) {
        drawn = false;
        screen.print(CLEAR);
        screen.flush();
      }
    }
  }
}
