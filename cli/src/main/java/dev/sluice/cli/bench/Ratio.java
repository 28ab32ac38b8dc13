package dev.sluice.cli.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * A figure of the first endpoint divided by that of the second, round by round.
 *
 * @param what the figure
 */
record Ratio(String what, double median, double lowest, double highest) {
  /** The ratios of two endpoints: of the rate, and of latencies of each operation. */
  static List<Ratio> of(List<Measurement> first, List<Measurement> second) {
    List<Ratio> ratios = new ArrayList<>();
    ratios.add(of("rate", first, second, Measurement::rate));
    for (Operation operation : first.getFirst().operations().keySet()) {
      ratios.add(of(operation.word() + " p50", first, second, m -> latency(m, operation).p50()));
      ratios.add(of(operation.word() + " p99", first, second, m -> latency(m, operation).p99()));
    }
    return ratios;
  }

  private static Percentiles latency(Measurement measurement, Operation operation) {
    Measurement.Figures figures = measurement.operations().get(operation);
    if (figures == null) {
      throw new IllegalArgumentException("two measurements of different works");
    }
    return figures.latency();
  }

  private static Ratio of(
      String what,
      List<Measurement> first,
      List<Measurement> second,
      ToDoubleFunction<Measurement> figure) {
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i < Math.min(first.size(), second.size()); i++) {
      double divisor = figure.applyAsDouble(second.get(i));
      ratios.add(divisor == 0 ? Double.NaN : figure.applyAsDouble(first.get(i)) / divisor);
    }
    return new Ratio(what, median(ratios), Collections.min(ratios), Collections.max(ratios));
  }

  /** The middle value; between two, their mean. */
  static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }
}
