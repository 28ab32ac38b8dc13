package dev.sluice.agent.store.local.tree;

import dev.sluice.agent.store.local.posix.ErrnoException;
import dev.sluice.agent.store.local.volume.StorageArea;

/** Finds the area from which a place in a bucket is reached by a rename. */
public interface AreaLookup {
  /** The area for what is at a path, as far as is known. */
  StorageArea at(Bucket bucket, ObjectPath path);

  /**
   * The area for what is at a path that was not reached from where it was staged.
   *
   * @throws dev.sluice.common.model.StorageException {@code KEY_OBSTRUCTED} where there is none
   */
  StorageArea find(Bucket bucket, ObjectPath path) throws ErrnoException;
}
