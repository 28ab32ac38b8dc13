package dev.sluice.common.metrics;

import com.codahale.metrics.Counter;
import com.codahale.metrics.LockFreeExponentiallyDecayingReservoir;
import com.codahale.metrics.Snapshot;
import com.codahale.metrics.Timer;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.Quantile;
import io.prometheus.metrics.model.snapshots.Quantiles;
import io.prometheus.metrics.model.snapshots.SummarySnapshot.SummaryDataPointSnapshot;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.DoubleStream;

/** The counts and times of one operation. */
final class OperationMeter {

  private static final double NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final double[] QUANTILES = {0.5, 0.9, 0.99, 0.999};

  final Counter inFlight = new Counter();
  final Counter received = new Counter();
  final Counter sent = new Counter();
  final Map<String, Counter> failures = new ConcurrentHashMap<>();

  private final Timer timer = new Timer(LockFreeExponentiallyDecayingReservoir.builder().build());

  /** A timer keeps no sum, and a mean over a time span needs one. */
  private final Counter totalNanos = new Counter();

  void took(long nanos) {
    timer.update(nanos, TimeUnit.NANOSECONDS);
    totalNanos.inc(nanos);
  }

  SummaryDataPointSnapshot seconds(Labels labels) {
    Snapshot recent = timer.getSnapshot();
    Quantile[] quantiles =
        DoubleStream.of(QUANTILES)
            .mapToObj(q -> new Quantile(q, recent.getValue(q) / NANOS_PER_SECOND))
            .toArray(Quantile[]::new);
    return SummaryDataPointSnapshot.builder()
        .labels(labels)
        .quantiles(Quantiles.of(quantiles))
        .count(timer.getCount())
        .sum(totalNanos.getCount() / NANOS_PER_SECOND)
        .build();
  }
}
