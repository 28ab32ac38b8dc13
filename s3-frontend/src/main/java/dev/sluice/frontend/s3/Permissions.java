package dev.sluice.frontend.s3;

import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.ObjectKey;

/** What the caller may do, for operations that touch more than the request names. */
public interface Permissions {
  /** Whether the caller may do this to an object. */
  boolean may(S3Operation operation, BucketName bucket, ObjectKey key);

  /** Whether the bucket shows in the caller's list of buckets. */
  boolean sees(BucketName bucket);
}
