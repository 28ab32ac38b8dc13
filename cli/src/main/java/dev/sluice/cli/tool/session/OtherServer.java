package dev.sluice.cli.tool.session;

import dev.sluice.common.config.HostPort;
import dev.sluice.frontend.AgentAddress;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;

/** A server of another kind where an agent was expected, recognised by how it answers HTTP/2. */
final class OtherServer {
  private static final String NO_HTTP2 = "First received frame was not SETTINGS. Hex dump";

  /** {@code HTTP/}, as an older version of HTTP begins an answer. */
  private static final String HTTP = "485454502f";

  /** An alert of TLS, of any version. */
  private static final String TLS = "1503";

  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private OtherServer() {}

  /**
   * The kind of server in the place of an agent; empty where the failure does not show it.
   *
   * @param failure as the transport words it
   */
  static Optional<String> at(AgentAddress address, String failure) throws InterruptedException {
    if (!(address instanceof AgentAddress.Tcp tcp) || !failure.contains(NO_HTTP2)) {
      return Optional.empty();
    }
    if (failure.contains(HTTP)) {
      return Optional.of(
          servesS3(tcp.address())
              ? "this is the port of S3 (expected: an agent's, or unix:DATA/.sluice/agent.sock)"
              : "a web server listens there (expected: an agent)");
    }
    return failure.contains(TLS)
        ? Optional.of("TLS is spoken there (expected: an agent; one with TLS needs --ca)")
        : Optional.empty();
  }

  /** Whether the server gives each request an id, as servers of S3 do. */
  private static boolean servesS3(HostPort address) throws InterruptedException {
    try (HttpClient http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build()) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create("http://" + address + "/"))
              .version(HttpClient.Version.HTTP_1_1)
              .timeout(TIMEOUT)
              .build();
      return http.send(request, HttpResponse.BodyHandlers.discarding())
          .headers()
          .firstValue("x-amz-request-id")
          .isPresent();
    } catch (IOException e) {
      return false;
    }
  }
}
