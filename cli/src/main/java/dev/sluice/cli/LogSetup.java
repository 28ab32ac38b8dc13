package dev.sluice.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import ch.qos.logback.core.spi.ContextAwareBase;
import dev.sluice.common.config.LogFormat;
import dev.sluice.common.config.LogLevel;
import java.nio.charset.StandardCharsets;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/**
 * Sets up logging in code, since reading Logback's XML would take a good part of the time that a
 * start may take: one line per record on standard error. Logback finds this class by its service
 * file.
 */
public final class LogSetup extends ContextAwareBase implements Configurator {

  private static final String OURS = "dev.sluice";
  private static final String CHANNEL_OPTIONS = "io.netty.bootstrap";

  private static volatile LogFormat written = LogFormat.TEXT;

  @Override
  public ExecutionStatus configure(LoggerContext context) {
    Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.WARN);
    root.addAppender(console(context, text(context)));
    context.getLogger(OURS).setLevel(Level.INFO);
    // gRPC asks for SO_KEEPALIVE on every channel, and Netty warns that a Unix socket has none.
    context.getLogger(CHANNEL_OPTIONS).setLevel(Level.ERROR);
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }

  /** Writes records so from here on. */
  static void format(LogFormat format) {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    Encoder<ILoggingEvent> encoder =
        switch (format) {
          case TEXT -> text(context);
          case JSON -> json();
        };
    Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.detachAndStopAllAppenders();
    root.addAppender(console(context, encoder));
    written = format;
  }

  /** Whether whatever is written is for machines to read. */
  static boolean writesJson() {
    return written == LogFormat.JSON;
  }

  private static ConsoleAppender<ILoggingEvent> console(
      LoggerContext context, Encoder<ILoggingEvent> encoder) {
    encoder.setContext(context);
    encoder.start();
    ConsoleAppender<ILoggingEvent> appender = new BoundedConsole();
    appender.setContext(context);
    appender.setTarget("System.err");
    appender.setEncoder(encoder);
    CancelledStreams filter = new CancelledStreams();
    filter.setContext(context);
    filter.start();
    appender.addFilter(filter);
    appender.start();
    return appender;
  }

  private static Encoder<ILoggingEvent> text(LoggerContext context) {
    OneLineLayout layout = new OneLineLayout();
    layout.setContext(context);
    layout.start();
    LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
    encoder.setCharset(StandardCharsets.UTF_8);
    encoder.setLayout(layout);
    return encoder;
  }

  /** Logback's own documents, without what says nothing here. */
  private static Encoder<ILoggingEvent> json() {
    JsonEncoder encoder = new JsonEncoder();
    encoder.setWithSequenceNumber(false);
    encoder.setWithNanoseconds(false);
    encoder.setWithContext(false);
    encoder.setWithMessage(false);
    encoder.setWithArguments(false);
    encoder.setWithFormattedMessage(true);
    return encoder;
  }

  /**
   * Logs this much of ours; libraries, gRPC included, are heard from WARN up, and at TRACE from
   * INFO up.
   */
  static void level(LogLevel level) {
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context.getLogger(OURS).setLevel(Level.valueOf(level.name()));
    context
        .getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)
        .setLevel(
            level == LogLevel.TRACE
                ? Level.INFO
                : level == LogLevel.ERROR ? Level.ERROR : Level.WARN);
  }
}
