package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OneLineLayoutTest {

  @Test
  void record_isOneLineWithTimeLevelRequestAndClass() {
    assertThat(line("stored", null))
        .isEqualTo("2026-01-02T03:04:05Z INFO requestId=7f3a S3Handler: stored\n");
  }

  @Test
  void lineBreaks_areEscapedSoThatNobodyForgesARecord() {
    assertThat(line("key: a\n2026-01-02T03:04:05Z ERROR forged\r", null))
        .isEqualTo(
            "2026-01-02T03:04:05Z INFO requestId=7f3a S3Handler: key:"
                + " a\\u000a2026-01-02T03:04:05Z ERROR forged\\u000d\n");
  }

  @Test
  void exception_staysOnTheLineWithItsCause() {
    String line =
        line("failed", new UncheckedIOException("outer\nmessage", new IOException("inner")));

    assertThat(line)
        .contains(
            "failed | java.io.UncheckedIOException: outer\\u000amessage at dev.sluice.cli.",
            " | caused by java.io.IOException: inner")
        .containsOnlyOnce("\n");
  }

  private static String line(String message, @Nullable Throwable failure) {
    LoggerContext context = new LoggerContext();
    LoggingEvent event =
        new LoggingEvent(
            "", context.getLogger("dev.sluice.S3Handler"), Level.INFO, message, failure, null);
    event.setInstant(Instant.parse("2026-01-02T03:04:05Z"));
    event.setMDCPropertyMap(Map.of("requestId", "7f3a"));
    return new OneLineLayout().doLayout(event);
  }
}
