package dev.sluice.agent.store;

import dev.sluice.agent.store.request.Finish;
import java.nio.ByteBuffer;

/**
 * Takes the bytes of an object or a part. Used by one thread at a time. Closing without commit
 * stores nothing.
 *
 * @param <T> what commit answers
 */
public interface BodyWriter<T> extends AutoCloseable {
  /**
   * Takes the next bytes; they are hashed and on their way to the storage when this returns, and
   * the buffer is the caller's again.
   */
  void write(ByteBuffer data);

  /**
   * The same for a buffer of a large body, which may be hashed on one thread while another one
   * writes it.
   */
  default void write(ByteBuffer data, Overlap overlap) {
    write(data);
  }

  /**
   * Checks what is said of the bytes and stores them, durably. Nothing may be written afterwards.
   */
  T commit(Finish finish);

  @Override
  void close();
}
