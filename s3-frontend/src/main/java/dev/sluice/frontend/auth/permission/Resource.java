package dev.sluice.frontend.auth.permission;

import dev.sluice.common.policy.PolicyQuestion;

/** The resource of a request, as permissions see it. */
sealed interface Resource {
  /** The ARN by which statements name it. */
  String arn();

  /** All buckets of the caller. */
  record Service() implements Resource {
    @Override
    public String arn() {
      return PolicyQuestion.arnOf("*");
    }
  }

  /** A bucket itself: its existence and its settings. */
  record Bucket(String bucket) implements Resource {
    @Override
    public String arn() {
      return PolicyQuestion.arnOf(bucket);
    }
  }

  /**
   * The names in a bucket.
   *
   * @param prefix what all names asked for begin with; empty for all
   */
  record Listing(String bucket, String prefix) implements Resource {
    @Override
    public String arn() {
      return PolicyQuestion.arnOf(bucket);
    }
  }

  /** Whether a key is missing, which a listing of that key alone would show. */
  record Absence(String bucket, String key) implements Resource {
    @Override
    public String arn() {
      return PolicyQuestion.arnOf(bucket);
    }
  }

  /** Some objects of a bucket, each of which is asked about on its own later. */
  record SomeItems(String bucket) implements Resource {
    @Override
    public String arn() {
      return PolicyQuestion.arnOf(bucket, "*");
    }
  }

  /** An object, whether it exists or not. */
  record Item(String bucket, String key) implements Resource {
    @Override
    public String arn() {
      return PolicyQuestion.arnOf(bucket, key);
    }
  }
}
