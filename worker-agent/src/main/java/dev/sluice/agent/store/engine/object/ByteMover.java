package dev.sluice.agent.store.engine.object;

import java.io.IOException;
import java.nio.channels.WritableByteChannel;

/** The way of an open object's bytes to a socket that leads through the kernel alone. */
public interface ByteMover {
  /**
   * Moves bytes to a target that does not block.
   *
   * @param offset in the object
   * @param length at least 1; all of it lies within the object
   * @return bytes moved, fewer than asked for where the target takes no more at present
   * @throws IOException the failure of the target
   * @throws dev.sluice.common.model.StorageException {@code STORAGE_FAULT} where the file is not
   *     what was opened: some of what was moved before may not be either
   */
  long move(long offset, long length, WritableByteChannel target) throws IOException;
}
