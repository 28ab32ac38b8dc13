package dev.sluice.agent.store.local;

import dev.sluice.common.model.BucketName;

/** Finds buckets for who reads their objects. */
interface BucketLookup {
  /**
   * The bucket.
   *
   * @throws dev.sluice.common.model.StorageException {@code BUCKET_NOT_FOUND}
   */
  ReadableBucket require(BucketName name) throws ErrnoException;
}
