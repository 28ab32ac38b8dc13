package dev.sluice.agent.store.local.tree;

import dev.sluice.agent.store.local.posix.ErrnoException;
import dev.sluice.common.model.BucketName;

/** Finds buckets for who reads their objects. */
public interface BucketLookup {
  /**
   * The bucket.
   *
   * @throws dev.sluice.common.model.StorageException {@code BUCKET_NOT_FOUND}
   */
  ReadableBucket require(BucketName name) throws ErrnoException;
}
