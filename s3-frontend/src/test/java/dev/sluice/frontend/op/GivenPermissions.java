package dev.sluice.frontend.op;

import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.CallContext;
import dev.sluice.common.model.Evaluation;
import dev.sluice.common.model.ObjectKey;
import dev.sluice.common.model.WriteConditions;
import dev.sluice.frontend.s3.Permissions;
import dev.sluice.frontend.s3.S3Operation;
import dev.sluice.frontend.s3.S3Request;
import java.util.List;
import java.util.Map;
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
  public Entry evaluate(
      S3Operation operation, BucketName bucket, ObjectKey key, WriteConditions conditions) {
    return new Entry(
        List.of(
            evaluation(
                operation.permission(),
                keys.test(key.value()) ? Evaluation.Verdict.ALLOW : Evaluation.Verdict.SILENT)),
        List.of(
            evaluation(
                "s3:ListBucket",
                existence ? Evaluation.Verdict.ALLOW : Evaluation.Verdict.SILENT)));
  }

  private static Evaluation evaluation(String action, Evaluation.Verdict verdict) {
    return new Evaluation(action, Evaluation.Resource.TARGET, verdict);
  }

  @Override
  public CallContext context(
      CallContext context, S3Request request, Map<String, List<String>> documentKeys) {
    return context.of(context.caller().withConditionKeys(documentKeys));
  }
}
