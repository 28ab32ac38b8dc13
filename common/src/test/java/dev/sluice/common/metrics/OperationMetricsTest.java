package dev.sluice.common.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.codahale.metrics.Clock;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class OperationMetricsTest {

  private final FakeClock clock = new FakeClock();
  private final OperationMetrics operations = new OperationMetrics("s3", clock);

  @Test
  void finishedOperation_isCountedAndTimed() throws IOException {
    OperationMetrics.Measurement get = operations.start("GetObject");
    clock.advance(250, TimeUnit.MILLISECONDS);
    get.sent(4096);
    get.finished();

    assertThat(text())
        .contains(
            "sluice_s3_requests_seconds_count{operation=\"GetObject\"} 1",
            "sluice_s3_requests_seconds_sum{operation=\"GetObject\"} 0.25",
            "sluice_s3_requests_seconds{operation=\"GetObject\",quantile=\"0.99\"} 0.25",
            "sluice_s3_requests_in_flight{operation=\"GetObject\"} 0.0",
            "sluice_s3_sent_bytes_total{operation=\"GetObject\"} 4096.0")
        .doesNotContain("sluice_s3_failures_total");
  }

  @Test
  void operationUnderWay_isInFlight() throws IOException {
    operations.start("PutObject").received(10);

    assertThat(text())
        .contains(
            "sluice_s3_requests_in_flight{operation=\"PutObject\"} 1.0",
            "sluice_s3_requests_seconds_count{operation=\"PutObject\"} 0",
            "sluice_s3_received_bytes_total{operation=\"PutObject\"} 10.0");
  }

  @Test
  void failedOperation_isCountedOnceUnderItsCode() throws IOException {
    OperationMetrics.Measurement get = operations.start("GetObject");
    get.failed("NoSuchKey");
    get.failed("InternalError");
    get.finished();
    operations.start("PutObject").failed("NoSuchKey");

    assertThat(text())
        .contains(
            "sluice_s3_failures_total{code=\"NoSuchKey\",operation=\"GetObject\"} 1.0",
            "sluice_s3_failures_total{code=\"NoSuchKey\",operation=\"PutObject\"} 1.0",
            "sluice_s3_requests_seconds_count{operation=\"GetObject\"} 1")
        .doesNotContain("InternalError");
  }

  private String text() throws IOException {
    PrometheusRegistry registry = new PrometheusRegistry();
    registry.register(operations);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrometheusTextFormatWriter.create().write(out, registry.scrape());
    return out.toString(StandardCharsets.UTF_8);
  }

  /** A clock that stands until it is moved. */
  private static final class FakeClock extends Clock {

    private long nanos;

    void advance(long amount, TimeUnit unit) {
      nanos += unit.toNanos(amount);
    }

    @Override
    public long getTick() {
      return nanos;
    }
  }
}
