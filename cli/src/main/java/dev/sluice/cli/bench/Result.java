package dev.sluice.cli.bench;

import dev.sluice.cli.tool.terminal.ExitCode;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * Everything that a benchmark found out.
 *
 * @param interrupted whether a signal ended it early
 * @param leftovers sentences about what could not be removed
 */
record Result(
    BenchOptions options,
    List<Measurement> measurements,
    List<Times> times,
    boolean interrupted,
    List<String> leftovers) {
  /** The latencies of one operation at one endpoint, of all rounds together. */
  record Times(int target, Operation operation, Histogram latency) {}

  /** The measurements of one endpoint; both may have the same address. */
  List<Measurement> of(int target) {
    return measurements.stream().filter(measurement -> measurement.target() == target).toList();
  }

  /** Empty where there is one endpoint, or one of them has no measurement yet. */
  List<Ratio> ratios() {
    List<Measurement> first = of(0);
    List<Measurement> second = of(1);
    return first.isEmpty() || second.isEmpty() ? List.of() : Ratio.of(first, second);
  }

  long requests() {
    return measurements.stream().mapToLong(Measurement::requests).sum();
  }

  long failed() {
    return measurements.stream().mapToLong(Measurement::failed).sum();
  }

  ExitCode exitCode() {
    return failed() > 0 || !leftovers.isEmpty() || interrupted ? ExitCode.FAILED : ExitCode.DONE;
  }
}
