package dev.sluice.common.metrics;

import io.prometheus.metrics.model.registry.Collector;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Gauges of one name, as Prometheus's library takes them.
 *
 * @param name of all
 * @param help a sentence for people
 * @param label that distinguishes them
 * @param values by the label's value
 */
record GaugesCollector(
    String name, String help, String label, Supplier<? extends Map<String, Long>> values)
    implements Collector {
  @Override
  public MetricSnapshot collect() {
    GaugeSnapshot.Builder gauges = GaugeSnapshot.builder().name(name).help(help);
    values
        .get()
        .forEach(
            (of, value) ->
                gauges.dataPoint(
                    GaugeDataPointSnapshot.builder()
                        .labels(Labels.of(label, of))
                        .value(value)
                        .build()));
    return gauges.build();
  }

  @Override
  public String getPrometheusName() {
    return name;
  }
}
