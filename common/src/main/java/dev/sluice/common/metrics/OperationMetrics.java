package dev.sluice.common.metrics;

import com.codahale.metrics.Clock;
import com.codahale.metrics.Counter;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Measures the operations of one tier: how many, how long, how many at this moment, which failures,
 * how many bytes. Safe for use by many threads.
 *
 * <p>Made by {@link Metrics#operations}. The names of operations and failure codes become labels,
 * so they must come from closed sets.
 */
public final class OperationMetrics implements MultiCollector {

  /** One run of an operation, from its start to {@link #finished}. For one thread at a time. */
  public final class Measurement {

    private final OperationMeter meter;
    private final long start;
    private boolean finished;

    private Measurement(OperationMeter meter) {
      this.meter = meter;
      this.start = clock.getTick();
      meter.inFlight.inc();
    }

    /** Counts bytes that came from the caller. */
    public void received(long bytes) {
      meter.received.inc(bytes);
    }

    /** Counts bytes that went to the caller. */
    public void sent(long bytes) {
      meter.sent.inc(bytes);
    }

    /** It went well. Only the first end counts. */
    public void finished() {
      finish();
    }

    /** It failed. Only the first end counts. */
    public void failed(String code) {
      if (finish()) {
        meter.failures.computeIfAbsent(code, c -> new Counter()).inc();
      }
    }

    private boolean finish() {
      if (finished) {
        return false;
      }
      finished = true;
      meter.inFlight.dec();
      meter.took(clock.getTick() - start);
      return true;
    }
  }

  private final String prefix;
  private final Clock clock;
  private final Map<String, OperationMeter> meters = new ConcurrentHashMap<>();

  OperationMetrics(String tier) {
    this(tier, Clock.defaultClock());
  }

  OperationMetrics(String tier, Clock clock) {
    this.prefix = "sluice_" + tier + "_";
    this.clock = clock;
  }

  /** Starts to measure a run of an operation. */
  public Measurement start(String operation) {
    return new Measurement(meters.computeIfAbsent(operation, o -> new OperationMeter()));
  }

  @Override
  public MetricSnapshots collect() {
    SummarySnapshot.Builder seconds =
        SummarySnapshot.builder().name(prefix + "requests_seconds").help("How long requests took.");
    GaugeSnapshot.Builder inFlight =
        GaugeSnapshot.builder()
            .name(prefix + "requests_in_flight")
            .help("Requests at this moment.");
    CounterSnapshot.Builder failures =
        CounterSnapshot.builder().name(prefix + "failures").help("Requests that failed.");
    CounterSnapshot.Builder received =
        CounterSnapshot.builder()
            .name(prefix + "received_bytes")
            .help("Bytes that came from callers.");
    CounterSnapshot.Builder sent =
        CounterSnapshot.builder().name(prefix + "sent_bytes").help("Bytes that went to callers.");
    meters.forEach(
        (operation, meter) -> {
          Labels labels = Labels.of("operation", operation);
          seconds.dataPoint(meter.seconds(labels));
          inFlight.dataPoint(
              GaugeDataPointSnapshot.builder()
                  .labels(labels)
                  .value((double) meter.inFlight.getCount())
                  .build());
          received.dataPoint(count(labels, meter.received.getCount()));
          sent.dataPoint(count(labels, meter.sent.getCount()));
          meter.failures.forEach(
              (code, counter) ->
                  failures.dataPoint(
                      count(Labels.of("operation", operation, "code", code), counter.getCount())));
        });
    return MetricSnapshots.of(
        seconds.build(), inFlight.build(), failures.build(), received.build(), sent.build());
  }

  private static CounterDataPointSnapshot count(Labels labels, long value) {
    return CounterDataPointSnapshot.builder().labels(labels).value((double) value).build();
  }
}
