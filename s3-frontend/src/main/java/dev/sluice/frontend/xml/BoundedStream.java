package dev.sluice.frontend.xml;

import dev.sluice.frontend.s3.S3ErrorCode;
import dev.sluice.frontend.s3.S3Exception;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Gives so many bytes of a body and no more, and remembers if it was the body that failed. */
final class BoundedStream extends InputStream {
  private final InputStream body;
  private int left;
  private @Nullable IOException failure;

  BoundedStream(InputStream body, int limit) {
    this.body = body;
    this.left = limit;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    try {
      int read = body.read(buffer, offset, length);
      left -= Math.max(read, 0);
      if (left < 0) {
        throw new S3Exception(S3ErrorCode.MAX_MESSAGE_LENGTH_EXCEEDED);
      }
      return read;
    } catch (IOException e) {
      failure = e;
      throw e;
    }
  }

  /** A parser wraps what its stream throws; this brings it back. */
  void rethrowFailure() throws IOException {
    if (failure != null) {
      throw failure;
    }
  }
}
