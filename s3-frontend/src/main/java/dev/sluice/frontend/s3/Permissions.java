package dev.sluice.frontend.s3;

import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.Evaluation;
import dev.sluice.common.model.ObjectKey;
import dev.sluice.common.model.WriteConditions;
import java.util.List;

/** The permissions of the caller, for operations that touch more than the request names. */
public interface Permissions {
  /** What they say to this change of an object on conditions, which may ask what is there. */
  List<Evaluation> evaluate(
      S3Operation operation, BucketName bucket, ObjectKey key, WriteConditions conditions);

  /** The refusal of something about an object, as the caller may hear it. */
  S3Exception veiled(S3Exception refusal, BucketName bucket, ObjectKey key);

  /** Patterns of the names of the buckets that they are about, each once. */
  List<String> buckets();
}
