package dev.sluice.frontend.op;

import dev.sluice.frontend.s3.RequestBody;
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
  private static final int FIRST_BYTES = 8 * 1024;

  private final S3Xml xml;
  private final int maximumBytes;

  DocumentBody(S3Xml xml, int maximumBytes) {
    this.xml = xml;
    this.maximumBytes = maximumBytes;
  }

  /** The document; fails with MissingRequestBodyError where there is none. */
  <T extends S3Document> T read(RequestBody body, Class<T> type) throws InterruptedException {
    T document = readOptional(body, type);
    if (document == null) {
      throw new S3Exception(S3ErrorCode.MISSING_REQUEST_BODY);
    }
    return document;
  }

  /** The document; null where the body is empty. */
  <T extends S3Document> @Nullable T readOptional(RequestBody body, Class<T> type)
      throws InterruptedException {
    if (body.isLongerThan(maximumBytes)) {
      throw tooLong(); // before anything is waited for
    }
    ByteBuffer bytes = ByteBuffer.allocate(FIRST_BYTES);
    while (!body.read(bytes)) {
      if (!bytes.hasRemaining()) {
        bytes = larger(bytes);
      }
    }
    bytes.flip();
    if (!bytes.hasRemaining()) {
      return null;
    }
    StatedDigests.verify(body, bytes);
    try {
      return xml.read(new ByteArrayInputStream(bytes.array(), 0, bytes.limit()), type);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ByteBuffer larger(ByteBuffer full) {
    if (full.capacity() >= maximumBytes) {
      throw tooLong();
    }
    ByteBuffer larger = ByteBuffer.allocate((int) Math.min(maximumBytes, full.capacity() * 4L));
    return larger.put(full.flip());
  }

  private S3Exception tooLong() {
    return new S3Exception(S3ErrorCode.MAX_MESSAGE_LENGTH_EXCEEDED)
        .with("MaxMessageLengthBytes", Integer.toString(maximumBytes));
  }
}
