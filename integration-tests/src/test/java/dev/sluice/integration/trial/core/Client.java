package dev.sluice.integration.trial.core;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A client with one connection, for one thread. It sends every request once: what became of one
 * that fails with an {@link IOException} nobody knows.
 */
public final class Client implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(90);
  private static final int BUFFER_BYTES = 64 * 1024;

  private final Supplier<URI> servers;
  private URI server = URI.create("http://localhost");
  private @Nullable Socket socket;
  private InputStream in = InputStream.nullInputStream();

  /** A client of a server, asked for its address at each connection. */
  public Client(Supplier<URI> servers) {
    this.servers = servers;
  }

  /** Sends a request and reads the answer. */
  public Answer send(Request request) throws IOException {
    Socket open = open();
    boolean keep = false;
    try {
      IOException broken = write(open.getOutputStream(), request);
      try {
        Answer answer = read(request.method().equals("HEAD"));
        keep = broken == null && !"close".equalsIgnoreCase(answer.header("connection"));
        return answer;
      } catch (SocketTimeoutException e) {
        throw new IOException(request + ": no answer within " + LIMIT, e);
      } catch (IOException e) {
        throw broken == null ? e : broken;
      }
    } finally {
      if (!keep) {
        close();
      }
    }
  }

  /** Sends all of it; a server that refuses a body may answer before it has taken it. */
  private @Nullable IOException write(OutputStream out, Request request) {
    try {
      byte[] head = request.head(server.getHost() + ":" + server.getPort());
      byte[] body = request.bytes();
      byte[] whole = new byte[head.length + body.length];
      System.arraycopy(head, 0, whole, 0, head.length);
      System.arraycopy(body, 0, whole, head.length, body.length);
      out.write(whole);
      return null;
    } catch (IOException e) {
      return e;
    }
  }

  private Socket open() throws IOException {
    Socket there = socket;
    if (there != null) {
      return there;
    }
    server = servers.get();
    Socket opened = new Socket();
    try {
      opened.setTcpNoDelay(true);
      opened.setSoTimeout((int) LIMIT.toMillis());
      opened.connect(
          new InetSocketAddress(server.getHost(), server.getPort()), (int) LIMIT.toMillis());
      in = new BufferedInputStream(opened.getInputStream(), BUFFER_BYTES);
      socket = opened;
      return opened;
    } catch (IOException e) {
      opened.close();
      throw e;
    }
  }

  private Answer read(boolean head) throws IOException {
    String status = line();
    if (!status.startsWith("HTTP/1.1 ")) {
      throw new IOException("no answer of HTTP: " + status);
    }
    int code = Integer.parseInt(status.substring(9, 12));
    Map<String, String> headers = new HashMap<>();
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    byte[] body = {};
    String length = headers.get("content-length");
    if (!head && code != 204 && code != 304) {
      if ("chunked".equalsIgnoreCase(headers.get("transfer-encoding"))) {
        body = chunks();
      } else if (length != null) {
        body = exactly(Integer.parseInt(length));
      }
    }
    return new Answer(code, headers, body);
  }

  private byte[] chunks() throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    while (true) {
      int size = Integer.parseInt(line().split(";", 2)[0].strip(), 16);
      body.writeBytes(exactly(size));
      String end = line();
      if (!end.isEmpty()) {
        throw new IOException("after a chunk: " + end);
      }
      if (size == 0) {
        return body.toByteArray();
      }
    }
  }

  private byte[] exactly(int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new IOException("body broken off: " + bytes.length + " of " + length + " bytes");
    }
    return bytes;
  }

  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream(80);
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new IOException("connection ended");
      }
      if (next != '\r') {
        line.write(next);
      }
    }
    return line.toString(StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    hangUp();
  }

  /** Closes the connection; the next request opens another. */
  public void hangUp() {
    Socket open = socket;
    socket = null;
    if (open != null) {
      try {
        open.close();
      } catch (IOException e) {
        // It is gone, which is what was wanted.
      }
    }
  }
}
