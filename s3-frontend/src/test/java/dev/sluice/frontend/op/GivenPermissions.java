package dev.sluice.frontend.op;

import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.Evaluation;
import dev.sluice.common.model.ObjectKey;
import dev.sluice.common.model.WriteConditions;
import dev.sluice.frontend.s3.Permissions;
import dev.sluice.frontend.s3.S3ErrorCode;
import dev.sluice.frontend.s3.S3Exception;
import dev.sluice.frontend.s3.S3Operation;
import java.util.List;
import java.util.function.Predicate;

/**
 * Permissions as a test gives them.
 *
 * @param buckets patterns of the names of those that the caller sees
 * @param keys those that the caller may change
 * @param existence whether the caller may learn that an object is not there
 */
record GivenPermissions(List<String> buckets, Predicate<String> keys, boolean existence)
    implements Permissions {
  static final GivenPermissions ALL = new GivenPermissions(List.of("*"), _ -> true, true);

  @Override
  public List<Evaluation> evaluate(
      S3Operation operation, BucketName bucket, ObjectKey key, WriteConditions conditions) {
    return List.of(
        new Evaluation(
            operation.permission(),
            Evaluation.Resource.TARGET,
            keys.test(key.value()) ? Evaluation.Verdict.ALLOW : Evaluation.Verdict.SILENT));
  }

  @Override
  public S3Exception veiled(S3Exception refusal, BucketName bucket, ObjectKey key) {
    return existence || refusal.code() != S3ErrorCode.NO_SUCH_KEY
        ? refusal
        : new S3Exception(S3ErrorCode.ACCESS_DENIED);
  }
}
