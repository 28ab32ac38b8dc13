package dev.sluice.cli.bench;

import org.HdrHistogram.Histogram;

/** The percentiles of a distribution of times, in microseconds. */
record Percentiles(double mean, long p50, long p90, long p99, long p999, long max) {
  static Percentiles of(Histogram times) {
    return new Percentiles(
        times.getTotalCount() == 0 ? 0 : times.getMean(),
        times.getValueAtPercentile(50),
        times.getValueAtPercentile(90),
        times.getValueAtPercentile(99),
        times.getValueAtPercentile(99.9),
        times.getMaxValue());
  }
}
