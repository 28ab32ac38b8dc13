package dev.sluice.frontend.op;

import dev.sluice.frontend.s3.RequestBody;
import dev.sluice.frontend.s3.RequestContext;
import dev.sluice.frontend.s3.S3Document;
import dev.sluice.frontend.s3.S3ErrorCode;
import dev.sluice.frontend.s3.S3Exception;
import dev.sluice.frontend.xml.S3Xml;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Reads bodies that are documents: whole, bounded, and proven by their digests before they are
 * parsed.
 */
final class DocumentBody {
  private final S3Xml xml;
  private final DocumentMemory memory;

  DocumentBody(S3Xml xml, DocumentMemory memory) {
    this.xml = xml;
    this.memory = memory;
  }

  /** The document; fails with MissingRequestBodyError where there is none. */
  <T extends S3Document> T read(RequestContext call, Class<T> type) throws InterruptedException {
    return required(readOptional(call, type));
  }

  /** The same of a document that is at most so long, bytes. */
  <T extends S3Document> T read(RequestContext call, Class<T> type, int maximumBytes)
      throws InterruptedException {
    return required(readOptional(call, type, Math.min(maximumBytes, memory.maximumBytes())));
  }

  private static <T> T required(@Nullable T document) {
    if (document == null) {
      throw new S3Exception(S3ErrorCode.MISSING_REQUEST_BODY);
    }
    return document;
  }

  /** The document; null where the body is empty. */
  <T extends S3Document> @Nullable T readOptional(RequestContext call, Class<T> type)
      throws InterruptedException {
    return readOptional(call, type, memory.maximumBytes());
  }

  private <T extends S3Document> @Nullable T readOptional(
      RequestContext call, Class<T> type, int maximumBytes) throws InterruptedException {
    ByteBuffer bytes = bytes(call, maximumBytes);
    if (!bytes.hasRemaining()) {
      return null;
    }
    try {
      return xml.read(
          new ByteArrayInputStream(bytes.array(), bytes.arrayOffset(), bytes.remaining()), type);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The bytes of a document that is not XML; fails with MissingRequestBodyError where there are
   * none.
   */
  ByteBuffer readBytes(RequestContext call) throws InterruptedException {
    ByteBuffer bytes = bytes(call, memory.maximumBytes());
    if (!bytes.hasRemaining()) {
      throw new S3Exception(S3ErrorCode.MISSING_REQUEST_BODY);
    }
    return bytes;
  }

  private ByteBuffer bytes(RequestContext call, int maximumBytes) throws InterruptedException {
    RequestBody body = call.body();
    if (body.isLongerThan(maximumBytes)) {
      throw tooLong(maximumBytes); // before anything is waited for
    }
    int room = room(body, maximumBytes);
    memory.take(call::atEnd, room);
    ByteBuffer bytes = ByteBuffer.allocate(room);
    boolean ended = body.read(bytes);
    while (!ended && bytes.hasRemaining()) {
      ended = body.read(bytes);
    }
    if (!ended || bytes.position() > maximumBytes) {
      throw tooLong(maximumBytes);
    }
    bytes.flip();
    if (bytes.hasRemaining()) {
      StatedDigests.verify(body, bytes);
    }
    return bytes;
  }

  /** For the stated length, and for one byte that would be too many; without one, for the most. */
  private static int room(RequestBody body, int maximumBytes) {
    return (int) Math.min(body.statedLength().orElse(maximumBytes), maximumBytes) + 1;
  }

  private static S3Exception tooLong(int maximumBytes) {
    return new S3Exception(S3ErrorCode.MAX_MESSAGE_LENGTH_EXCEEDED)
        .with("MaxMessageLengthBytes", Integer.toString(maximumBytes));
  }
}
