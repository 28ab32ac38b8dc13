package dev.sluice.common.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.common.config.AllowedHosts;
import dev.sluice.common.config.HostPort;
import dev.sluice.common.config.StartupException;
import dev.sluice.testing.Await;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class AdminServerTest {

  private static final HostPort ANY_PORT = new HostPort("127.0.0.1", 0);
  private static final AllowedHosts HOSTS =
      new AllowedHosts(ANY_PORT, List.of("node.test"), "admin-hosts");

  private final AtomicReference<Readiness> readiness = new AtomicReference<>(Readiness.READY);
  private final Metrics metrics = new Metrics();
  private final AdminServer server =
      AdminServer.start(ANY_PORT, HOSTS, Optional.empty(), metrics, readiness::get);
  private final HttpClient client = HttpClient.newHttpClient();

  @AfterEach
  void stop() {
    server.close();
    client.close();
  }

  @Test
  void metrics_arePrometheusText() throws Exception {
    metrics.operations("agent").start("PutObject").finished();
    metrics.add(Metric.gauge("sluice_agent_buffers_bytes", "Buffers.", () -> 17));
    metrics.add(Metric.counter("sluice_agent_refusals_total", "Refusals.", () -> 3));

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

  /** A page whose own name leads here would otherwise read all of it. */
  @ParameterizedTest
  @CsvSource({
    "localhost, 200",
    "127.0.0.1:29995, 200",
    "node.test, 200",
    "rebound.example, 403",
    "localhost.rebound.example:29995, 403"
  })
  void host_isOneOfOurs(String host, int status) throws Exception {
    try (Socket socket = connect()) {
      String head = "GET /readyz HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      assertThat(answer).startsWith("HTTP/1.1 " + status + " ");
      assertThat(answer.contains("in the setting admin-hosts")).isEqualTo(status == 403);
    }
  }

  @Test
  void portInUse_isAReasonNotToStart() {
    HostPort taken = server.boundAddress();

    assertThatThrownBy(
            () -> AdminServer.start(taken, HOSTS, Optional.empty(), metrics, readiness::get))
        .isInstanceOf(StartupException.class)
        .hasMessage("cannot listen on " + taken + " (admin-listen): Address already in use");
  }

  @Test
  void connectionBeyondTheLimit_isClosed() throws Exception {
    List<Socket> open = new ArrayList<>();
    try {
      for (int i = 0; i < 64; i++) {
        open.add(connect());
        assertThat(firstByte(open.getLast())).isEqualTo('H');
      }
      try (Socket beyond = connect()) {
        assertThat(firstByte(beyond)).isEqualTo(-1);
      }
      open.removeFirst().close();

      // The server has to notice that one is gone.
      var _ =
          Await.until(
              "first byte",
              () -> {
                try (Socket next = connect()) {
                  return firstByte(next);
                }
              },
              answered -> answered == 'H');
    } finally {
      for (Socket socket : open) {
        socket.close();
      }
    }
  }

  private Socket connect() throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), server.boundAddress().port());
  }

  /** The first byte of an answer; -1 where the connection ends instead. */
  private static int firstByte(Socket socket) {
    try {
      socket
          .getOutputStream()
          .write(
              "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII));
      return socket.getInputStream().read();
    } catch (IOException e) {
      return -1;
    }
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
