package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BoundedConsoleTest {
  private static final Instant SECOND = Instant.parse("2026-01-02T03:04:05Z");

  private final LoggerContext context = new LoggerContext();
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private final BoundedConsole console = new BoundedConsole();

  @BeforeEach
  void start() {
    OneLineLayout layout = new OneLineLayout();
    layout.setContext(context);
    layout.start();
    LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
    encoder.setContext(context);
    encoder.setCharset(StandardCharsets.UTF_8);
    encoder.setLayout(layout);
    encoder.start();
    console.setContext(context);
    console.setEncoder(encoder);
    console.start();
    console.setOutputStream(written);
  }

  @Test
  void warningsOfAClass_areBoundedASecondAndCounted() {
    for (int i = 0; i < 1000; i++) {
      log("a.Noisy", Level.WARN, SECOND.plusMillis(i));
    }
    assertThat(lines()).hasSize(BoundedConsole.MOST_LINES);

    log("a.Noisy", Level.WARN, SECOND.plusMillis(1000));

    assertThat(lines())
        .hasSize(BoundedConsole.MOST_LINES + 2)
        .contains(
            "2026-01-02T03:04:06Z WARN Noisy: 980 lines like these were left out (at most 20 a"
                + " second are written)");
  }

  @Test
  void otherClassesAndLevels_areWrittenAllTheSame() {
    for (int i = 0; i < 1000; i++) {
      log("a.Noisy", Level.WARN, SECOND);
    }
    log("a.Noisy", Level.ERROR, SECOND);
    log("a.Other", Level.WARN, SECOND);
    for (int i = 0; i < 50; i++) {
      log("a.Noisy", Level.INFO, SECOND);
    }

    assertThat(lines()).hasSize(BoundedConsole.MOST_LINES + 1 + 1 + 50);
  }

  private void log(String logger, Level level, Instant time) {
    LoggingEvent event = new LoggingEvent("", context.getLogger(logger), level, "said", null, null);
    event.setInstant(time);
    event.setMDCPropertyMap(Map.of());
    console.doAppend(event);
  }

  private List<String> lines() {
    return written.toString(StandardCharsets.UTF_8).lines().toList();
  }
}
