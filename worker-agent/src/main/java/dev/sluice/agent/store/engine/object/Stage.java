package dev.sluice.agent.store.engine.object;

import java.nio.ByteBuffer;

/** New bytes on their way to become an object or a part. Used by one thread at a time. */
public interface Stage extends AutoCloseable {
  /** Appends the remaining bytes of a buffer. */
  void write(ByteBuffer data);

  /**
   * Appends a range of an object, shared with it where the storage can, else copied where it lies.
   *
   * @throws dev.sluice.common.model.StorageException {@code STORAGE_FAULT} where the source is
   *     shorter than it was
   */
  void append(OpenObject source, long offset, long length);

  /** Bytes appended so far. */
  long size();

  /** Drops the bytes, unless they were published or committed. */
  @Override
  void close();
}
