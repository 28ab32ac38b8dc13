package dev.sluice.frontend.http;

import dev.sluice.common.model.ChecksumValue;
import dev.sluice.common.model.Stopwatch;
import dev.sluice.frontend.auth.signature.BodyDecoder;
import dev.sluice.frontend.auth.signature.BodyFraming;
import dev.sluice.frontend.auth.signature.DigestHeaders;
import dev.sluice.frontend.s3.ClientDigests;
import dev.sluice.frontend.s3.RequestBody;
import dev.sluice.frontend.s3.S3ErrorCode;
import dev.sluice.frontend.s3.S3Exception;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/**
 * A request's body as Jetty receives it, decoded straight from Jetty's buffer into the caller's:
 * one copy, no buffer of its own.
 */
final class JettyBody implements RequestBody {
  private final Request request;
  private final ClientDigests digests;
  private final BodyFraming framing;
  private final BodyPace pace;
  private final Stopwatch client;
  private final boolean clientWaits;
  private final Semaphore demanded = new Semaphore(0);
  private Throttle throttle = Throttle.NONE;
  private @Nullable BodyDecoder decoder;
  private Content.@Nullable Chunk chunk;
  private boolean ended;
  private long received;
  private long decoded;
  private long lastReceived;

  /**
   * The body of a request.
   *
   * @param client counts the waiting for the client to send bytes
   */
  JettyBody(
      Request request,
      BodyFraming framing,
      ClientDigests digests,
      BodyPace pace,
      Stopwatch client) {
    this.request = request;
    this.framing = framing;
    this.digests = digests;
    this.pace = pace;
    this.client = client;
    this.clientWaits = request.getHeaders().contains(HttpHeader.EXPECT, "100-continue");
  }

  /** Sets the pace of what is read from now on. */
  void keepTo(Throttle pace) {
    throttle = pace;
  }

  @Override
  public OptionalLong length() {
    if (isUnframed()) {
      throw new S3Exception(S3ErrorCode.MISSING_CONTENT_LENGTH);
    }
    return framing.length();
  }

  @Override
  public OptionalLong statedLength() {
    return isUnframed() ? OptionalLong.of(0) : framing.length();
  }

  /** Whether the head states no body at all, and there is none (RFC 9112 section 6.3). */
  private boolean isUnframed() {
    return framing.length().isEmpty()
        && !request.getHeaders().contains(HttpHeader.TRANSFER_ENCODING);
  }

  @Override
  public boolean isLongerThan(long bytes) {
    return framing.length().orElse(0) > bytes;
  }

  @Override
  public ClientDigests digests() {
    return digests;
  }

  @Override
  public boolean clientWaits() {
    return clientWaits;
  }

  /** Bytes that came over the wire so far, framing included. */
  long received() {
    return received;
  }

  /** Bytes of the payload itself that were read so far. */
  long decoded() {
    return decoded;
  }

  /** The time at which the last bytes were read, by the clock of {@link Stopwatch#start}. */
  long lastReceived() {
    return lastReceived;
  }

  @Override
  public boolean read(ByteBuffer target) throws InterruptedException {
    boolean hadRoom = target.hasRemaining();
    while (!ended) {
      Content.Chunk current = chunk;
      if (current == null) {
        throttle.await();
        current = await();
        received += current.remaining();
        chunk = current;
        throttle.moved(current.remaining());
        requirePace();
      }
      decode(current, target);
      if (current.hasRemaining()) {
        return false;
      }
      boolean last = current.isLast();
      current.release();
      chunk = null;
      if (last) {
        decoder().end();
        ended = true;
      } else if (hadRoom && !target.hasRemaining()) {
        return false;
      }
    }
    return true;
  }

  private void requirePace() {
    Duration waited = client.total();
    if (pace.left(waited, received).isNegative()) {
      throw new S3Exception(S3ErrorCode.REQUEST_TIMEOUT, pace.shortfall(waited, received));
    }
  }

  private void decode(Content.Chunk current, ByteBuffer target) {
    if (current.hasRemaining()) {
      ByteBuffer bytes = current.getByteBuffer();
      int before = target.position();
      decoder().decode(bytes, target);
      decoded += target.position() - before;
    }
  }

  private BodyDecoder decoder() {
    BodyDecoder current = decoder;
    if (current == null) {
      current = framing.decoder();
      decoder = current;
    }
    return current;
  }

  private Content.Chunk await() throws InterruptedException {
    while (true) {
      Content.Chunk next = request.read();
      lastReceived = Stopwatch.start();
      if (next == null) {
        request.demand(demanded::release);
        demanded.acquire();
        client.stop(lastReceived);
      } else if (Content.Chunk.isFailure(next)) {
        throw failure(next.getFailure());
      } else {
        return next;
      }
    }
  }

  private static S3Exception failure(Throwable cause) {
    return cause instanceof TimeoutException
        ? new S3Exception(S3ErrorCode.REQUEST_TIMEOUT, cause)
        : new S3Exception(S3ErrorCode.INCOMPLETE_BODY, cause);
  }

  @Override
  public @Nullable ChecksumValue trailer() {
    return DigestHeaders.trailer(digests, decoder().trailers());
  }

  /** Gives back what was received and not used. */
  void release() {
    if (chunk != null) {
      chunk.release();
      chunk = null;
    }
  }
}
