package dev.sluice.cli.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The result as lines for a person. */
final class TableReport {
  private static final double MEBIBYTE = 1 << 20;
  private static final double MILLI = 1_000;
  private static final double HUNDRED = 100;

  private final List<String> lines = new ArrayList<>();

  private TableReport() {}

  static List<String> of(Result result) {
    TableReport report = new TableReport();
    report.write(result);
    return report.lines;
  }

  private void write(Result result) {
    line(result.options().sentence());
    for (int target = 0; target < result.options().targets().size(); target++) {
      measurements(result.options().targets().get(target).endpoint().toString(), result.of(target));
    }
    ratios(result);
    if (result.interrupted()) {
      line("interrupted: what was measured until then is above");
    }
    result.leftovers().forEach(leftover -> line(leftover));
  }

  private void measurements(String endpoint, List<Measurement> rounds) {
    line("");
    line(endpoint);
    if (rounds.isEmpty()) {
      line("  no measurement");
      return;
    }
    line(
        String.format(
            Locale.ROOT,
            "%5s  %-17s %11s %10s %9s %9s %9s %9s %9s %8s",
            "round",
            "operation",
            "per second",
            "MiB/s",
            "p50 ms",
            "p90 ms",
            "p99 ms",
            "p99.9 ms",
            "max ms",
            "failed"));
    rounds.forEach(
        round ->
            round.operations().forEach((operation, figures) -> row(round, operation, figures)));
    Measurement last = rounds.getLast();
    if (rounds.size() > 1) {
      line(
          String.format(
              Locale.ROOT,
              "median of %d rounds: %,.1f a second",
              rounds.size(),
              Ratio.median(rounds.stream().map(Measurement::rate).toList())));
    }
    line(
        String.format(
            Locale.ROOT,
            "driver: %.1f us of CPU a request, %.2f cores busy (last round)",
            last.cpuMicros(),
            last.cores()));
    rounds.forEach(this::problems);
  }

  private void row(Measurement round, Operation operation, Measurement.Figures figures) {
    Percentiles latency = figures.latency();
    line(
        String.format(
            Locale.ROOT,
            "%5d  %-17s %,11.1f %,10.1f %9.3f %9.3f %9.3f %9.3f %9.3f %8d",
            round.round(),
            operation.word(),
            figures.perSecond(),
            figures.bytesPerSecond() / MEBIBYTE,
            latency.p50() / MILLI,
            latency.p90() / MILLI,
            latency.p99() / MILLI,
            latency.p999() / MILLI,
            latency.max() / MILLI,
            figures.failed()));
  }

  private void problems(Measurement round) {
    if (round.unsent() > 0) {
      line(
          String.format(
              Locale.ROOT,
              "round %d: the rate was not kept: %,d requests were due and not sent, their waiting"
                  + " counts as latency",
              round.round(),
              round.unsent()));
    }
    if (round.failed() > 0) {
      line(
          String.format(
              Locale.ROOT,
              "round %d: %,d of %,d requests failed (%.3g %%)",
              round.round(),
              round.failed(),
              round.requests(),
              HUNDRED * round.failed() / Math.max(1, round.requests())));
    }
    for (Map.Entry<String, Measurement.Failures> failure : round.failures().entrySet()) {
      line(
          String.format(
              Locale.ROOT,
              "  %,d x %s, the first: %s",
              failure.getValue().count(),
              failure.getKey(),
              failure.getValue().first()));
    }
  }

  private void ratios(Result result) {
    List<Ratio> ratios = result.ratios();
    if (ratios.isEmpty()) {
      return;
    }
    line("");
    line(
        String.format(
            Locale.ROOT,
            "%s divided by %s, in %d rounds",
            result.options().targets().getFirst().endpoint(),
            result.options().targets().getLast().endpoint(),
            Math.min(result.of(0).size(), result.of(1).size())));
    line(String.format(Locale.ROOT, "%-23s %8s %8s %8s", "", "median", "lowest", "highest"));
    for (Ratio ratio : ratios) {
      line(
          String.format(
              Locale.ROOT,
              "%-23s %8.3f %8.3f %8.3f",
              ratio.what(),
              ratio.median(),
              ratio.lowest(),
              ratio.highest()));
    }
  }

  private void line(String line) {
    lines.add(line);
  }
}
