package dev.sluice.integration;

import static java.util.stream.Collectors.joining;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.stream.Stream;

/** One HTTP exchange over a socket, for a client that stops, hesitates or is cut off half-way. */
public final class RawHttp implements AutoCloseable {

  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final Socket socket;
  private final OutputStream out;
  private final InputStream in;

  private RawHttp(URI server) throws IOException {
    socket = new Socket();
    socket.setReceiveBufferSize(64 * 1024);
    socket.connect(
        new InetSocketAddress(server.getHost(), server.getPort()), (int) LIMIT.toMillis());
    socket.setSoTimeout((int) LIMIT.toMillis());
    out = socket.getOutputStream();
    in = new BufferedInputStream(socket.getInputStream(), 16 * 1024);
  }

  /** Sends the head of a request that announces so many bytes (-1: no body), and more headers. */
  public static RawHttp send(
      URI server, String method, String target, long length, String... headers) throws IOException {
    RawHttp http = new RawHttp(server);
    String announced = length < 0 ? "" : "Content-Length: " + length + "\r\n";
    String more = Stream.of(headers).map(header -> header + "\r\n").collect(joining());
    http.out.write(
        "%s %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n%s%s\r\n"
            .formatted(method, target, announced, more)
            .getBytes(StandardCharsets.US_ASCII));
    return http;
  }

  /** Sends some bytes of the body. */
  public RawHttp body(byte[] bytes) throws IOException {
    out.write(bytes);
    out.flush();
    return this;
  }

  /** Waits as long as it takes: for answers that come after much work. */
  public RawHttp patient() throws IOException {
    socket.setSoTimeout(0);
    return this;
  }

  /** Reads the head of the answer; its status. A connection that breaks before it is 0. */
  public int status() {
    try {
      String head = head();
      return head.startsWith("HTTP/1.1 ") ? Integer.parseInt(head.substring(9, 12)) : 0;
    } catch (IOException e) {
      return 0;
    }
  }

  /** Reads the head of the answer, in lower case. */
  public String head() throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
      int next = in.read();
      if (next < 0) {
        break;
      }
      head.write(next);
    }
    String text = head.toString(StandardCharsets.ISO_8859_1);
    int line = text.indexOf('\r');
    return line < 0
        ? text
        : text.substring(0, line) + text.substring(line).toLowerCase(Locale.ROOT);
  }

  /** Reads so many bytes of the answer's body, or as many as come. */
  public byte[] read(int length) throws IOException {
    return in.readNBytes(length);
  }

  /** Counts what is left of the answer's body until the connection ends or breaks. */
  public long drain() {
    long count = 0;
    byte[] buffer = new byte[64 * 1024];
    try {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        count += n;
      }
    } catch (IOException e) {
      // Broken: what came before it counts.
    }
    return count;
  }

  /** For bodies that are too large for the heap. */
  public OutputStream output() {
    return out;
  }

  public InputStream input() {
    return in;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
