package dev.sluice.frontend.route;

import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.ObjectKey;
import dev.sluice.frontend.s3.S3Operation.Scope;

/** The target that a request's address names. */
sealed interface Target {
  /** The scope of the operations that can be asked of it. */
  Scope scope();

  /** The service itself. */
  record Service() implements Target {
    @Override
    public Scope scope() {
      return Scope.SERVICE;
    }
  }

  /** A bucket. */
  record Bucket(BucketName bucket) implements Target {
    @Override
    public Scope scope() {
      return Scope.BUCKET;
    }
  }

  /** An object, there or not. */
  record Keyed(BucketName bucket, ObjectKey key) implements Target {
    @Override
    public Scope scope() {
      return Scope.OBJECT;
    }
  }
}
