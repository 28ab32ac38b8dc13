package dev.sluice.frontend.op;

import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.ObjectKey;
import dev.sluice.common.model.WriteConditions;
import dev.sluice.frontend.s3.Permissions;
import dev.sluice.frontend.s3.S3ErrorCode;
import dev.sluice.frontend.s3.S3Exception;
import dev.sluice.frontend.s3.S3Operation;
import java.util.function.Predicate;

/**
 * Permissions as a test gives them.
 *
 * @param buckets names of those that the caller sees
 * @param keys those that the caller may change
 * @param existence whether the caller may learn that an object is not there
 */
record GivenPermissions(Predicate<String> buckets, Predicate<String> keys, boolean existence)
    implements Permissions {
  static final GivenPermissions ALL = new GivenPermissions(_ -> true, _ -> true, true);

  @Override
  public boolean mayChange(
      S3Operation operation, BucketName bucket, ObjectKey key, WriteConditions conditions) {
    return keys.test(key.value());
  }

  @Override
  public S3Exception veiled(S3Exception refusal, BucketName bucket, ObjectKey key) {
    return existence || refusal.code() != S3ErrorCode.NO_SUCH_KEY
        ? refusal
        : new S3Exception(S3ErrorCode.ACCESS_DENIED);
  }

  @Override
  public boolean sees(BucketName bucket) {
    return buckets.test(bucket.value());
  }
}
