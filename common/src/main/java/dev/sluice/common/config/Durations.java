package dev.sluice.common.config;

import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The spelling of durations in settings and options: a whole number and a unit. */
public final class Durations {

  private static final Pattern FORM = Pattern.compile("([0-9]{1,9}) ?(ms|s|m|h|d)");

  private static final Map<String, Duration> UNITS =
      Map.of(
          "ms", Duration.ofMillis(1),
          "s", Duration.ofSeconds(1),
          "m", Duration.ofMinutes(1),
          "h", Duration.ofHours(1),
          "d", Duration.ofDays(1));

  private Durations() {}

  /**
   * Reads a whole number and a unit: ms, s, m, h or d.
   *
   * @throws IllegalArgumentException says what was expected
   */
  public static Duration parse(String text) {
    Matcher form = FORM.matcher(text);
    Duration unit = form.matches() ? UNITS.get(form.group(2)) : null;
    if (unit == null) {
      throw new IllegalArgumentException("a duration, such as 500ms, 30s, 10m, 24h or 7d");
    }
    return unit.multipliedBy(Long.parseLong(form.group(1)));
  }
}
