package dev.sluice.cli.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * A client's connection: one request at a time, HTTP/1.1, kept alive, made anew after it broke. A
 * small request is one write.
 */
final class Connection implements AutoCloseable {
  private static final int BUFFER_BYTES = 64 * 1024;

  private record Open(Wire wire, ByteBuffer buffer, ResponseReader reader) {}

  private final Endpoint endpoint;
  private final SSLSocketFactory tls;
  private final @Nullable RequestSigner signer;
  private final Duration timeout;
  private final StringBuilder head = new StringBuilder();

  private volatile @Nullable Open open;

  /** When the request under way was begun, in nanoseconds; 0 where none is. */
  private volatile long begun;

  private volatile boolean timedOut;

  /**
   * A connection that is not made yet.
   *
   * @param signer null: requests are anonymous
   * @param timeout for connecting, and for a request with its response
   */
  Connection(
      Endpoint endpoint, SSLSocketFactory tls, @Nullable RequestSigner signer, Duration timeout) {
    this.endpoint = endpoint;
    this.tls = tls;
    this.signer = signer;
    this.timeout = timeout;
  }

  Endpoint endpoint() {
    return endpoint;
  }

  /** Connects where it is not connected yet. */
  void connect() throws ExchangeFailure {
    Open _ = opened();
  }

  private Open opened() throws ExchangeFailure {
    Open there = open;
    if (there != null) {
      return there;
    }
    try {
      Wire wire = Wire.to(endpoint, tls, Math.toIntExact(timeout.toMillis()));
      Open made = new Open(wire, ByteBuffer.allocateDirect(BUFFER_BYTES), new ResponseReader(wire));
      open = made;
      return made;
    } catch (IOException e) {
      throw explained(e);
    }
  }

  /**
   * Sends a request and reads the response to its end.
   *
   * @param kept whether the body of the response is a document to keep
   * @throws ExchangeFailure there was no response; any status is one
   */
  Response exchange(Request request, boolean kept) throws ExchangeFailure {
    Open there = opened();
    timedOut = false;
    begun = System.nanoTime() | 1;
    boolean lasts = false;
    try {
      send(there, request);
      Response response = there.reader.read(request.method().equals("HEAD"), kept);
      lasts = there.reader.lasts();
      return response;
    } catch (IOException e) {
      throw explained(e);
    } finally {
      begun = 0;
      if (!lasts) {
        close();
      }
    }
  }

  /** Breaks the connection where its request has taken too long; for another thread. */
  void breakIfSlow(long now) {
    long since = begun;
    Open there = open;
    if (since != 0 && there != null && now - since > timeout.toNanos()) {
      timedOut = true;
      close(there);
    }
  }

  private void send(Open to, Request request) throws IOException {
    head.setLength(0);
    head.append(request.method()).append(' ').append(request.path());
    if (!request.query().isEmpty()) {
      head.append('?').append(request.query());
    }
    head.append(" HTTP/1.1\r\nHost: ").append(endpoint.authority()).append("\r\n");
    Payload body = request.body();
    if (request.statesLength()) {
      head.append("Content-Length: ").append(body.length()).append("\r\n");
    }
    head.append(request.headers());
    if (signer != null) {
      signer.sign(
          head,
          request.method(),
          endpoint.authority(),
          request.path(),
          request.query(),
          body.length() == 0 ? RequestSigner.EMPTY_PAYLOAD : RequestSigner.UNSIGNED_PAYLOAD);
    }
    head.append("\r\n");
    ByteBuffer buffer = to.buffer.clear();
    buffer.put(head.toString().getBytes(ISO_8859_1));
    try {
      long sent = 0;
      while (sent < body.length()) {
        ByteBuffer next = body.next(sent);
        sent += next.remaining();
        if (next.remaining() <= buffer.remaining()) {
          buffer.put(next);
        } else {
          to.wire.write(buffer.flip());
          to.wire.write(next);
          buffer.clear();
        }
      }
      to.wire.write(buffer.flip());
    } catch (IOException e) {
      if (!hasAnswered(to)) {
        throw e;
      }
    }
  }

  /** Whether a server that reads no further has said why: what it sent is read next. */
  private boolean hasAnswered(Open to) {
    return !timedOut && to.reader.hasMore();
  }

  private ExchangeFailure explained(IOException failure) {
    if (timedOut || failure instanceof SocketTimeoutException) {
      return new ExchangeFailure(
          "timeout", "no answer from %s within %d s".formatted(endpoint, timeout.toSeconds()));
    }
    if (failure instanceof ExchangeFailure known) {
      return known;
    }
    if (failure instanceof ConnectException) {
      return new ExchangeFailure("no connection", "no connection to " + endpoint + why(failure));
    }
    if (failure instanceof SSLException) {
      return new ExchangeFailure("TLS", "TLS with " + endpoint + why(failure));
    }
    return new ExchangeFailure("connection broken", "connection to " + endpoint + why(failure));
  }

  private static String why(IOException failure) {
    return failure.getMessage() == null ? "" : ": " + failure.getMessage();
  }

  @Override
  public void close() {
    Open there = open;
    open = null;
    if (there != null) {
      close(there);
    }
  }

  private static void close(Open there) {
    try {
      there.wire.close();
    } catch (IOException e) {
      // It is gone either way.
    }
  }
}
