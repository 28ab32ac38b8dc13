package dev.sluice.common.metrics;

import java.util.function.LongSupplier;

/**
 * A number that is shown under a name.
 *
 * @param name the whole name, with its unit last: {@code sluice_buffers_used_bytes}; a counter's
 *     ends with {@code _total}
 * @param help a sentence for people
 * @param counts whether it only ever grows while the process lives (a Prometheus counter), or is as
 *     it is at the moment (a gauge)
 * @param value read at each scrape; must be quick and must not fail
 */
public record Metric(String name, String help, boolean counts, LongSupplier value) {
  private static final String COUNTER_SUFFIX = "_total";

  /** Refuses a counter without its suffix, and a gauge that has it. */
  public Metric {
    if (counts != name.endsWith(COUNTER_SUFFIX)) {
      throw new IllegalArgumentException("metric: " + name + " (expected: a counter ends _total)");
    }
  }

  /** A number as it is at the moment. */
  public static Metric gauge(String name, String help, LongSupplier value) {
    return new Metric(name, help, false, value);
  }

  /** A number that only grows. */
  public static Metric counter(String name, String help, LongSupplier value) {
    return new Metric(name, help, true, value);
  }

  /** Its name without what every counter's has. */
  String bareName() {
    return counts ? name.substring(0, name.length() - COUNTER_SUFFIX.length()) : name;
  }
}
