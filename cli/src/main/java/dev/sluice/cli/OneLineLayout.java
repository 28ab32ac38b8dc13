package dev.sluice.cli;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import ch.qos.logback.core.LayoutBase;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.event.KeyValuePair;

/**
 * One line per record: time in UTC, level, what the MDC holds (the request's id, say), the class,
 * the message, the record's own fields, and the exception with its stack. Line breaks and other
 * control characters are escaped, so that no client can forge a record.
 */
final class OneLineLayout extends LayoutBase<ILoggingEvent> {

  private static final HexFormat HEX = HexFormat.of();
  private static final int MAXIMUM_FRAMES = 40;
  private static final int MAXIMUM_CAUSES = 8;

  @Override
  public String doLayout(ILoggingEvent event) {
    StringBuilder line = new StringBuilder(160);
    line.append(event.getInstant()).append(' ').append(event.getLevel()).append(' ');
    Map<String, String> context = event.getMDCPropertyMap();
    if (!context.isEmpty()) {
      new TreeMap<>(context)
          .forEach((name, value) -> escaped(line.append(name).append('='), value).append(' '));
    }
    String logger = event.getLoggerName();
    line.append(logger, logger.lastIndexOf('.') + 1, logger.length()).append(": ");
    escaped(line, String.valueOf(event.getFormattedMessage()));
    List<KeyValuePair> fields = event.getKeyValuePairs();
    if (fields != null) {
      fields.forEach(
          field ->
              escaped(line.append(' ').append(field.key).append('='), String.valueOf(field.value)));
    }
    IThrowableProxy failure = event.getThrowableProxy();
    for (int causes = 0; failure != null && causes < MAXIMUM_CAUSES; causes++) {
      line.append(causes == 0 ? " | " : " | caused by ");
      append(line, failure);
      failure = failure.getCause();
    }
    return line.append('\n').toString();
  }

  private static void append(StringBuilder line, IThrowableProxy failure) {
    escaped(line.append(failure.getClassName()).append(": "), String.valueOf(failure.getMessage()));
    StackTraceElementProxy[] frames = failure.getStackTraceElementProxyArray();
    int shown = Math.min(MAXIMUM_FRAMES, frames.length - failure.getCommonFrames());
    for (int i = 0; i < shown; i++) {
      escaped(line.append(' '), frames[i].getSTEAsString());
    }
  }

  private static StringBuilder escaped(StringBuilder line, String text) {
    text.codePoints()
        .forEach(
            c -> {
              if (Character.isISOControl(c) || c == '\u2028' || c == '\u2029') {
                line.append("\\u").append(HEX.toHexDigits((short) c));
              } else {
                line.appendCodePoint(c);
              }
            });
    return line;
  }
}
