package dev.sluice.frontend.s3;

import dev.sluice.common.model.FileBytes;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of an object on their way to a client, in bounded pieces; the reader's pace is the
 * source's. For one thread.
 */
public interface ObjectBytes extends AutoCloseable {
  /**
   * The leading bytes, to be moved from their file to the client's connection; all of them before
   * the first piece is asked for. Null where every byte comes in pieces.
   */
  @Nullable FileBytes file();

  /**
   * Blocks until the next piece is there.
   *
   * <p>A failure after the first piece has been sent cannot be reported to the client: the
   * connection has to be broken, so that the answer does not look complete.
   *
   * @return the next bytes, valid until the next call; null once all of them have been given
   * @throws S3Exception where the source fails
   */
  @Nullable ByteBuffer next() throws InterruptedException;

  /** Lets go of the source, which stops sending if it has not ended. */
  @Override
  void close();
}
