package dev.sluice.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A console on which a class writes at most {@link #MOST_LINES} warnings and as many errors a
 * second, by the clock of the records: records provoked by clients neither fill the disk nor bury
 * those of other classes. The next line that is written is preceded by the number of dropped ones.
 */
final class BoundedConsole extends ConsoleAppender<ILoggingEvent> {
  /** Lines of one class and level in one second. */
  static final int MOST_LINES = 20;

  private final Map<Source, Second> seconds = new ConcurrentHashMap<>();

  /** The source of log lines; there are as many as classes that log. */
  private record Source(String logger, Level level) {}

  /** The second of a source's last line. */
  private static final class Second {
    private long second;
    private int lines;
    private long leftOut;

    /** The lines left out before this one; -1 where it is left out as well. */
    synchronized long before(long now) {
      if (now != second) {
        second = now;
        lines = 0;
      }
      if (lines == MOST_LINES) {
        leftOut++;
        return -1;
      }
      lines++;
      long before = leftOut;
      leftOut = 0;
      return before;
    }
  }

  @Override
  protected void append(ILoggingEvent event) {
    if (!event.getLevel().isGreaterOrEqual(Level.WARN)) {
      super.append(event);
      return;
    }
    Source source = new Source(event.getLoggerName(), event.getLevel());
    long before =
        seconds
            .computeIfAbsent(source, absent -> new Second())
            .before(Math.floorDiv(event.getTimeStamp(), 1000));
    if (before > 0) {
      super.append(leftOut(event, before));
    }
    if (before >= 0) {
      super.append(event);
    }
  }

  private ILoggingEvent leftOut(ILoggingEvent next, long lines) {
    LoggingEvent event =
        new LoggingEvent(
            BoundedConsole.class.getName(),
            logger(next),
            next.getLevel(),
            "{} lines like these were left out (at most {} a second are written)",
            null,
            new Object[] {lines, MOST_LINES});
    event.setInstant(next.getInstant());
    event.setMDCPropertyMap(Map.of()); // it is about no one request
    return event;
  }

  private Logger logger(ILoggingEvent next) {
    return ((LoggerContext) getContext()).getLogger(next.getLoggerName());
  }
}
