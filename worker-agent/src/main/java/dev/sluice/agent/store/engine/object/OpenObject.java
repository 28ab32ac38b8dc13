package dev.sluice.agent.store.engine.object;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** An object held open for reading. Reads may come from several threads. */
public interface OpenObject extends AutoCloseable {
  /** The object as it was when it was opened. */
  StoredObject object();

  /**
   * Fills a buffer with the bytes from an offset.
   *
   * @param target its remaining bytes must lie within the object
   * @throws dev.sluice.common.model.StorageException {@code STORAGE_FAULT} where the file is
   *     shorter than it was, or its seal changed: bytes are never padded
   */
  void read(long offset, ByteBuffer target);

  /** Mover of its bytes to sockets; null where they can only be read. Ends with the object. */
  @Nullable ByteMover mover();

  /** Its file, for another process; null where there is none to give away. */
  @Nullable OpenFile openFile();

  /**
   * Whether the file is still what was opened; to be asked after the last read, so that bytes that
   * changed meanwhile are never called whole.
   */
  boolean unchanged();

  @Override
  void close();
}
