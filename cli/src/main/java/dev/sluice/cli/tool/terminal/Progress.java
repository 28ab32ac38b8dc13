package dev.sluice.cli.tool.terminal;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * The progress of a transfer, in one line that is overwritten: percentage, bytes, bytes a second,
 * time left. A short transfer shows nothing. For one thread.
 */
public class Progress implements AutoCloseable {
  /** Shows nothing. */
  public static final Progress HIDDEN = new Progress();

  private Progress() {}

  /**
   * Shows it to a person.
   *
   * @param total bytes to come; negative where not known
   */
  public static Progress shown(PrintWriter screen, String what, long total) {
    return shown(screen, what, total, System::nanoTime);
  }

  static Progress shown(PrintWriter screen, String what, long total, LongSupplier nanoTime) {
    return new Line(screen, what, total, nanoTime);
  }

  /** Bytes that need no transfer, or were transferred by an earlier run. */
  public void skip(long bytes) {}

  /** Bytes that were transferred. */
  public void add(long bytes) {}

  /** Makes room for other lines. */
  public void clear() {}

  /** Clears the line. */
  @Override
  public void close() {
    clear();
  }

  private static final class Line extends Progress {
    private static final long FIRST_NANOS = 1_000_000_000L;
    private static final long REDRAW_NANOS = 200_000_000L;
    private static final double SECOND = 1e9;
    private static final int NAME_WIDTH = 30;
    private static final String CLEAR = "\r\u001b[K";

    private final PrintWriter screen;
    private final String what;
    private final long total;
    private final LongSupplier nanoTime;
    private final long started;
    private long next;
    private long skipped;
    private long moved;
    private boolean drawn;

    Line(PrintWriter screen, String what, long total, LongSupplier nanoTime) {
      this.screen = screen;
      this.what =
          what.length() <= NAME_WIDTH ? what : "…" + what.substring(what.length() - NAME_WIDTH + 1);
      this.total = total;
      this.nanoTime = nanoTime;
      this.started = nanoTime.getAsLong();
      this.next = started + FIRST_NANOS;
    }

    @Override
    public void skip(long bytes) {
      skipped += bytes;
    }

    @Override
    public void add(long bytes) {
      moved += bytes;
      long now = nanoTime.getAsLong();
      if (now - next >= 0) {
        next = now + REDRAW_NANOS;
        drawn = true;
        screen.print(CLEAR + line(now));
        screen.flush();
      }
    }

    private String line(long now) {
      double rate = moved / ((now - started) / SECOND);
      long done = skipped + moved;
      String pace = Sizes.human((long) rate) + "/s";
      if (total < 0) {
        return "%s  %s  %s".formatted(what, Sizes.human(done), pace);
      }
      long left = rate < 1 ? 0 : (long) Math.ceil((total - done) / rate);
      return String.format(
          Locale.ROOT,
          "%s  %3d%%  %s of %s  %s  %d:%02d left",
          what,
          total == 0 ? 100 : (long) (100.0 * done / total),
          Sizes.human(done),
          Sizes.human(total),
          pace,
          left / 60,
          left % 60);
    }

    @Override
    public void clear() {
      if (drawn) {
        drawn = false;
        screen.print(CLEAR);
        screen.flush();
      }
    }
  }
}
