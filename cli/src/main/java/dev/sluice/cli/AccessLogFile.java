package dev.sluice.cli;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.FileAppender;
import ch.qos.logback.core.LayoutBase;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import ch.qos.logback.core.rolling.FixedWindowRollingPolicy;
import ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy;
import ch.qos.logback.core.util.Duration;
import ch.qos.logback.core.util.FileSize;
import dev.sluice.common.config.StartupException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * The access log's lines on their way to a file that is rotated by size, or to the standard output.
 * No request ever waits for it: a thread of its own writes, and lines that would need more room
 * than its queue has are dropped and counted. A file that another program renames or removes is
 * created again.
 */
final class AccessLogFile implements Consumer<String>, Closeable {
  private static final Path STANDARD_OUTPUT = Path.of("-");

  /** Lines on their way: some MiB of memory at most. */
  private static final int QUEUE_LINES = 8192;

  private static final Duration SIZE_CHECK = Duration.buildByMilliseconds(100);

  private final LoggerContext context;
  private final AsyncAppender queue = new AsyncAppender();
  private final Logger logger;
  private final AtomicLong dropped = new AtomicLong();
  private final Runnable reopening;

  private AccessLogFile(
      LoggerContext context, OutputStreamAppender<ILoggingEvent> target, Runnable reopening) {
    this.context = context;
    this.reopening = reopening;
    LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
    encoder.setContext(context);
    encoder.setCharset(StandardCharsets.UTF_8);
    encoder.setLayout(new LineLayout());
    encoder.start();
    target.setContext(context);
    target.setEncoder(encoder);
    target.start();
    queue.setContext(context);
    queue.setQueueSize(QUEUE_LINES);
    queue.setDiscardingThreshold(0);
    queue.setNeverBlock(true);
    queue.addAppender(target);
    queue.start();
    logger = context.getLogger("access");
    logger.addAppender(queue);
  }

  /**
   * Opens a log.
   *
   * @param file {@code -} is the standard output
   * @param bytes when the file has grown to this, it becomes {@code FILE.1}
   * @param kept how many such files are kept, at most 20
   * @throws StartupException if its file cannot be written
   */
  static AccessLogFile open(Path file, long bytes, int kept) {
    LoggerContext context = new LoggerContext(); // apart from the process's own log
    context.setMDCAdapter(new LogbackMDCAdapter());
    if (file.equals(STANDARD_OUTPUT)) {
      return new AccessLogFile(context, new ConsoleAppender<>(), () -> {});
    }
    try {
      // Logback would only say so in a status of its own.
      FollowingFile.create(file);
    } catch (IOException e) {
      throw new StartupException(
          "cannot write " + file + " (access-log): " + StartupException.reason(e), e);
    }
    if (!Files.isRegularFile(file)) {
      return new AccessLogFile(context, plain(file), () -> {});
    }
    FollowingFile target = rotated(context, file, bytes, kept);
    return new AccessLogFile(context, target, target::reopen);
  }

  /** A device or a pipe, such as {@code /dev/stderr}, is not ours to rename. */
  private static FileAppender<ILoggingEvent> plain(Path file) {
    FileAppender<ILoggingEvent> appender = new FileAppender<>();
    appender.setFile(file.toString());
    return appender;
  }

  private static FollowingFile rotated(LoggerContext context, Path file, long bytes, int kept) {
    FollowingFile appender = new FollowingFile(file);
    FixedWindowRollingPolicy names = new FixedWindowRollingPolicy();
    names.setContext(context);
    names.setParent(appender);
    names.setMinIndex(1);
    names.setMaxIndex(kept);
    names.setFileNamePattern(file.toString().replace("%", "\\%") + ".%i");
    names.start();
    SizeBasedTriggeringPolicy<ILoggingEvent> size = new SizeBasedTriggeringPolicy<>();
    size.setContext(context);
    size.setMaxFileSize(new FileSize(bytes));
    size.setCheckIncrement(SIZE_CHECK);
    size.start();
    appender.setRollingPolicy(names);
    appender.setTriggeringPolicy(size);
    return appender;
  }

  /**
   * Continues in the file that its path leads to now, after another program has rotated it. Files
   * that are none, such as pipes, stay open.
   */
  void reopen() {
    reopening.run();
  }

  @Override
  public void accept(String line) {
    if (queue.getRemainingCapacity() == 0) {
      dropped.incrementAndGet();
      return;
    }
    logger.info(line);
  }

  /** Lines that were dropped. */
  long dropped() {
    return dropped.get();
  }

  /** Writes what waits. */
  @Override
  public void close() {
    queue.stop();
    context.stop();
  }

  /** A line is a line. */
  private static final class LineLayout extends LayoutBase<ILoggingEvent> {
    @Override
    public String doLayout(ILoggingEvent event) {
      return event.getMessage() + '\n';
    }
  }
}
