package dev.sluice.frontend.s3;

import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.ObjectKey;
import dev.sluice.common.model.WriteConditions;

/** The permissions of the caller, for operations that touch more than the request names. */
public interface Permissions {
  /**
   * Whether the caller may do this change to an object on conditions, which may ask what is there.
   */
  boolean mayChange(
      S3Operation operation, BucketName bucket, ObjectKey key, WriteConditions conditions);

  /** The refusal of something about an object, as the caller may hear it. */
  S3Exception veiled(S3Exception refusal, BucketName bucket, ObjectKey key);

  /** Whether the bucket shows in the caller's list of buckets. */
  boolean sees(BucketName bucket);
}
