package dev.sluice.agent.store;

import dev.sluice.agent.store.request.ObjectHead;
import java.nio.ByteBuffer;

/** The bytes of an object, or those that were selected, in order. Used by one thread at a time. */
public interface ObjectReading extends AutoCloseable {
  /** The result. */
  ObjectHead head();

  /**
   * Fills the buffer with the next bytes, as many as are left and fit. With the last bytes the file
   * is checked to be still the one that was opened.
   *
   * @return bytes left after this call
   * @throws dev.sluice.common.model.StorageException {@code STORAGE_FAULT} where the file changed
   *     from outside meanwhile
   */
  long read(ByteBuffer target);

  @Override
  void close();
}
