package dev.sluice.common.metrics;

import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Supplier;

/** All that one process measures of itself. Safe for use by many threads. */
public final class Metrics {

  /** The content type of {@link #writeText}. */
  public static final String CONTENT_TYPE = PrometheusTextFormatWriter.CONTENT_TYPE;

  private final PrometheusRegistry exposed = new PrometheusRegistry();

  /** Measures the JVM, and what is added later. */
  public Metrics() {
    JvmMeasures.all().forEach(this::add);
  }

  /**
   * Starts to measure the operations of a tier.
   *
   * @param tier the middle of the metrics' names: {@code s3} gives {@code
   *     sluice_s3_requests_seconds}
   */
  public OperationMetrics operations(String tier) {
    OperationMetrics operations = new OperationMetrics(tier);
    exposed.register(operations);
    return operations;
  }

  /**
   * Shows a number that is kept elsewhere.
   *
   * @throws IllegalArgumentException if the name is taken
   */
  public void add(Metric measure) {
    exposed.register(new MeasureCollector(measure));
  }

  /**
   * Shows gauges of one name that a label distinguishes.
   *
   * @param name of all, with its unit last
   * @param help a sentence for people
   * @param values by the label's value, from a small set; read at each scrape, must be quick and
   *     must not fail
   * @throws IllegalArgumentException if the name is taken
   */
  public void addGauges(
      String name, String help, String label, Supplier<? extends Map<String, Long>> values) {
    exposed.register(new GaugesCollector(name, help, label, values));
  }

  /**
   * Shows texts about the process as labels of one metric, which is 1.
   *
   * @param name without {@code _info}, with which it is shown
   * @param help a sentence for people
   * @param texts by the label, which stay as they are
   * @throws IllegalArgumentException if the name is taken
   */
  public void addInfo(String name, String help, Map<String, String> texts) {
    exposed.register(new InfoCollector(name, help, Map.copyOf(texts)));
  }

  /**
   * Writes every metric in Prometheus's text format.
   *
   * @throws IOException if the stream fails
   */
  public void writeText(OutputStream out) throws IOException {
    PrometheusTextFormatWriter.create().write(out, exposed.scrape());
  }

  /** Every metric in Prometheus's text format. */
  public String text() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      writeText(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toString(StandardCharsets.UTF_8);
  }
}
