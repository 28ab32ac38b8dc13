package dev.sluice.common.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.common.config.HostPort;
import dev.sluice.common.config.StartupException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdminServerTest {

  private static final HostPort ANY_PORT = new HostPort("127.0.0.1", 0);

  private final AtomicReference<Readiness> readiness = new AtomicReference<>(Readiness.READY);
  private final Metrics metrics = new Metrics();
  private final AdminServer server =
      AdminServer.start(ANY_PORT, Optional.empty(), metrics, readiness::get);
  private final HttpClient client = HttpClient.newHttpClient();

  @AfterEach
  void stop() {
    server.close();
    client.close();
  }

  @Test
  void metrics_arePrometheusText() throws Exception {
    metrics.operations("agent").start("PutObject").finished();
    metrics.add(Measure.gauge("sluice_agent_buffers_bytes", "Buffers.", () -> 17));
    metrics.add(Measure.counter("sluice_agent_refusals_total", "Refusals.", () -> 3));

    HttpResponse<String> answer = ask("GET", "/metrics");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type")).contains(Metrics.CONTENT_TYPE);
    assertThat(answer.body())
        .contains(
            "sluice_agent_requests_seconds_count{operation=\"PutObject\"} 1",
            "# TYPE sluice_agent_buffers_bytes gauge",
            "# HELP sluice_agent_buffers_bytes Buffers.",
            "sluice_agent_buffers_bytes 17.0",
            "# TYPE sluice_agent_refusals_total counter",
            "sluice_agent_refusals_total 3.0",
            "sluice_jvm_heap_used_bytes",
            "sluice_jvm_open_file_descriptors");
  }

  @Test
  void health_isGivenWhetherReadyOrNot() throws Exception {
    readiness.set(Readiness.notReady("no agent answers"));

    assertThat(ask("GET", "/healthz").statusCode()).isEqualTo(200);
  }

  @Test
  void readiness_isGivenWithItsReason() throws Exception {
    assertThat(ask("GET", "/readyz").statusCode()).isEqualTo(200);

    readiness.set(Readiness.notReady("no agent answers"));
    HttpResponse<String> answer = ask("GET", "/readyz");

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.body()).isEqualTo("no agent answers\n");
  }

  @Test
  void head_hasNoBody() throws Exception {
    HttpResponse<String> answer = ask("HEAD", "/healthz");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/metrics/", "/metricsx", "/healthz/deep", "/../etc/passwd"})
  void otherPaths_areNotFound(String path) throws Exception {
    assertThat(ask("GET", path).statusCode()).isEqualTo(404);
  }

  @Test
  void otherMethods_areNotAllowed() throws Exception {
    HttpResponse<String> answer = ask("DELETE", "/metrics");

    assertThat(answer.statusCode()).isEqualTo(405);
    assertThat(answer.headers().firstValue("Allow")).contains("GET, HEAD");
  }

  @Test
  void portInUse_isAReasonNotToStart() {
    HostPort taken = server.boundAddress();

    assertThatThrownBy(() -> AdminServer.start(taken, Optional.empty(), metrics, readiness::get))
        .isInstanceOf(StartupException.class)
        .hasMessage("cannot listen on " + taken + " (admin-listen): Address already in use");
  }

  private HttpResponse<String> ask(String method, String path)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://" + server.boundAddress() + path))
            .method(method, HttpRequest.BodyPublishers.noBody())
            .build();
    return client.send(request, BodyHandlers.ofString());
  }
}
