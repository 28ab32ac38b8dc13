package dev.sluice.cli.bench;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The result of one run against one endpoint.
 *
 * @param target which of the endpoints, from 0
 * @param round from 1
 * @param seconds from the start to the last answer
 * @param requests that were sent, failed ones included
 * @param unsent due at a fixed rate, and not sent because no client was free
 * @param cpuMicros CPU time of the driver for each request
 * @param cores that the driver kept busy
 * @param requestsOfSeconds answered in each second; the last one may be a part of a second
 */
record Measurement(
    int target,
    int round,
    String endpoint,
    double seconds,
    long requests,
    long failed,
    long unsent,
    double cpuMicros,
    double cores,
    Map<Operation, Figures> operations,
    Map<String, Failures> failures,
    List<Long> requestsOfSeconds) {
  private static final double SECOND = 1e9;
  private static final double MICRO = 1e3;

  /**
   * One operation.
   *
   * @param count of those that were answered as they should be
   * @param latency from when a request was due; in a closed loop the same as the service time
   * @param service from when it was sent
   */
  record Figures(
      long count,
      long failed,
      double perSecond,
      double bytesPerSecond,
      Percentiles latency,
      Percentiles service) {}

  /**
   * Failures of one code.
   *
   * @param first the sentence of the first
   */
  record Failures(long count, String first) {}

  static Measurement of(int target, int round, String endpoint, Clients.Run run) {
    Recording recording = run.recording();
    Map<Operation, Figures> operations = new EnumMap<>(Operation.class);
    for (Operation operation : recording.operations()) {
      long count = recording.service(operation).getTotalCount();
      operations.put(
          operation,
          new Figures(
              count,
              recording.failed(operation),
              count / run.seconds(),
              recording.bytes(operation) / run.seconds(),
              Percentiles.of(recording.latency(operation)),
              Percentiles.of(recording.service(operation))));
    }
    Map<String, Failures> failures = new TreeMap<>();
    recording
        .failures()
        .forEach(
            (code, failure) ->
                failures.put(code, new Failures(failure.count().sum(), failure.first())));
    long requests = recording.requests();
    return new Measurement(
        target,
        round,
        endpoint,
        run.seconds(),
        requests,
        recording.failed(),
        recording.unsent(),
        run.cpuNanos() / MICRO / Math.max(1, requests),
        run.cpuNanos() / SECOND / run.seconds(),
        operations,
        failures,
        recording.requestsOfSeconds(run.end()));
  }

  /**
   * Rate that is compared: of whole uploads where there are any, else of all requests, a second.
   */
  double rate() {
    Figures uploads = operations.get(Operation.UPLOAD);
    return uploads != null
        ? uploads.perSecond()
        : operations.values().stream().mapToDouble(Figures::perSecond).sum();
  }
}
