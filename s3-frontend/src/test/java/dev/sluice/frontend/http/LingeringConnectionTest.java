package dev.sluice.frontend.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9112 section 9.6, within bounds that are ours. */
@Timeout(120)
class LingeringConnectionTest {
  private static final Duration LONG = Duration.ofMinutes(1);
  private static final Duration SHORT = Duration.ofMillis(100);

  /** More than the kernel holds of a connection that nobody reads. */
  private static final int BODY_BYTES = 32 << 20;

  private static final String REFUSED = "PUT /bucket/key HTTP/1.1\r\nHost: h\r\nContent-MD5: x\r\n";
  private static final String MALFORMED = "PUT nonsense HTTP/1.1\r\nHost: h\r\n";

  /** Sends all of a body before it reads anything. */
  @ParameterizedTest
  @ValueSource(strings = {REFUSED, MALFORMED})
  void clientThatWritesFirst_getsTheWholeAnswer(String head) throws IOException {
    try (FrontendOverStub frontend = new FrontendOverStub(LingerLimits.STANDARD);
        Socket client = connect(frontend)) {
      send(client, head, BODY_BYTES);

      String answer = read(client);
      assertThat(answer).startsWith("HTTP/1.1 400 ").contains("\r\nConnection: close\r\n");
      assertThat(answer).endsWith("</Error>");
    }
  }

  @Test
  void bytesBeyondTheBound_breakTheConnection() throws IOException {
    LingerLimits limits = new LingerLimits(1 << 20, LONG, LONG, 10);
    try (FrontendOverStub frontend = new FrontendOverStub(limits);
        Socket client = connect(frontend)) {
      assertThatIOException().isThrownBy(() -> send(client, REFUSED, BODY_BYTES));
    }
  }

  @Test
  void timeBeyondTheBound_breaksTheConnection() throws IOException {
    LingerLimits limits = new LingerLimits(Long.MAX_VALUE, SHORT, LONG, 10);
    try (FrontendOverStub frontend = new FrontendOverStub(limits);
        Socket client = connect(frontend)) {
      assertThatIOException().isThrownBy(() -> send(client, REFUSED, Long.MAX_VALUE));
    }
  }

  @Test
  void connectionBeyondTheirNumber_isClosedAtOnce() throws IOException {
    LingerLimits limits = new LingerLimits(Long.MAX_VALUE, LONG, LONG, 1);
    try (FrontendOverStub frontend = new FrontendOverStub(limits);
        Socket first = connect(frontend);
        Socket second = connect(frontend)) {
      send(first, REFUSED, 1);
      assertThat(read(first)).endsWith("</Error>");

      assertThatIOException().isThrownBy(() -> send(second, REFUSED, BODY_BYTES));
    }
  }

  /** Room is free again when the only connection that lingers has been silent for long enough. */
  @Test
  void silentConnection_makesRoom() throws IOException {
    LingerLimits limits = new LingerLimits(Long.MAX_VALUE, LONG, SHORT, 1);
    try (FrontendOverStub frontend = new FrontendOverStub(limits);
        Socket silent = connect(frontend)) {
      send(silent, REFUSED, 1);
      assertThat(read(silent)).endsWith("</Error>");

      boolean admitted = false;
      for (int attempt = 0; !admitted && attempt < 10_000; attempt++) {
        try (Socket next = connect(frontend)) {
          send(next, REFUSED, BODY_BYTES);
          admitted = read(next).endsWith("</Error>");
        } catch (IOException e) {
          admitted = false;
        }
      }
      assertThat(admitted).isTrue();
    }
  }

  /** What was not sent is not waited for. */
  @Test
  void clientThatWaits_isAnsweredAndLetGo() throws IOException {
    LingerLimits none = new LingerLimits(0, SHORT, SHORT, 0);
    try (FrontendOverStub frontend = new FrontendOverStub(none);
        Socket client = connect(frontend)) {
      send(client, REFUSED + "Expect: 100-continue\r\n", 0);

      assertThat(read(client)).startsWith("HTTP/1.1 400 ").endsWith("</Error>");
    }
  }

  private static Socket connect(FrontendOverStub frontend) throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), frontend.address().getPort());
  }

  private static void send(Socket client, String head, long bodyBytes) throws IOException {
    OutputStream out = client.getOutputStream();
    long declared = Math.max(bodyBytes, BODY_BYTES);
    out.write(
        (head + "Content-Length: " + declared + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
    byte[] piece = new byte[64 << 10];
    for (long sent = 0; sent < bodyBytes; sent += piece.length) {
      out.write(piece, 0, (int) Math.min(piece.length, bodyBytes - sent));
    }
  }

  private static String read(Socket client) throws IOException {
    return new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }
}
