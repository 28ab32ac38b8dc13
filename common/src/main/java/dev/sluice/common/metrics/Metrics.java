package dev.sluice.common.metrics;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.instrumentation.dropwizard.DropwizardExports;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.function.LongSupplier;

/** All that one process measures of itself. Safe for use by many threads. */
public final class Metrics {

  /** The content type of {@link #writeText}. */
  public static final String CONTENT_TYPE = PrometheusTextFormatWriter.CONTENT_TYPE;

  private final MetricRegistry registry = new MetricRegistry();
  private final PrometheusRegistry exposed = new PrometheusRegistry();

  /** Measures the JVM, and what is added later. */
  public Metrics() {
    exposed.register(new DropwizardExports(registry));
    JvmGauges.register(this);
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
   * Shows a number that somebody else keeps.
   *
   * @param name the whole name, with its unit last: {@code sluice_agent_buffers_bytes}
   * @param value read at each scrape; must be quick and must not fail
   * @throws IllegalArgumentException if the name is taken
   */
  public void gauge(String name, LongSupplier value) {
    registry.register(name, (Gauge<Long>) value::getAsLong);
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
