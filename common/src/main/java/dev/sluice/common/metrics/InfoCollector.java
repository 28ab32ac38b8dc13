package dev.sluice.common.metrics;

import io.prometheus.metrics.model.registry.Collector;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.Map;
import java.util.TreeMap;

/**
 * Texts about the process, as Prometheus's library takes them.
 *
 * @param name without {@code _info}, with which it is shown
 * @param help a sentence for people
 * @param texts by their label
 */
record InfoCollector(String name, String help, Map<String, String> texts) implements Collector {
  @Override
  public MetricSnapshot collect() {
    Labels.Builder labels = Labels.builder();
    new TreeMap<>(texts).forEach(labels::label);
    return InfoSnapshot.builder()
        .name(name)
        .help(help)
        .dataPoint(InfoDataPointSnapshot.builder().labels(labels.build()).build())
        .build();
  }

  @Override
  public String getPrometheusName() {
    return name + "_info";
  }
}
