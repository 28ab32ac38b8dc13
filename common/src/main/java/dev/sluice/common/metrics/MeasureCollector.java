package dev.sluice.common.metrics;

import io.prometheus.metrics.model.registry.Collector;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;

/**
 * A measure as Prometheus's library takes it.
 *
 * @param measure what is shown
 */
record MeasureCollector(Metric measure) implements Collector {
  @Override
  public MetricSnapshot collect() {
    double value = measure.value().getAsLong();
    return measure.counts()
        ? CounterSnapshot.builder()
            .name(measure.bareName())
            .help(measure.help())
            .dataPoint(CounterDataPointSnapshot.builder().value(value).build())
            .build()
        : GaugeSnapshot.builder()
            .name(measure.name())
            .help(measure.help())
            .dataPoint(GaugeDataPointSnapshot.builder().value(value).build())
            .build();
  }

  @Override
  public String getPrometheusName() {
    return measure.bareName();
  }
}
