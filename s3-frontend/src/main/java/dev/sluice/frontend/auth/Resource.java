package dev.sluice.frontend.auth;

import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.ObjectKey;
import dev.sluice.frontend.s3.BucketRequest;
import dev.sluice.frontend.s3.ObjectRequest;
import dev.sluice.frontend.s3.S3Request;
import org.jspecify.annotations.Nullable;

/** What a request touches, as far as permissions look. */
sealed interface Resource {
  /** All buckets of whoever asks. */
  record Service() implements Resource {}

  /** A bucket itself: its existence and its settings. */
  record Bucket(String bucket) implements Resource {}

  /**
   * The names in a bucket.
   *
   * @param prefix what all names asked for begin with; empty for all
   */
  record Listing(String bucket, String prefix) implements Resource {}

  /** Some objects of a bucket, each of which is asked about on its own later. */
  record SomeItems(String bucket) implements Resource {}

  /** An object, whether it exists or not. */
  record Item(String bucket, String key) implements Resource {}

  /** What a request touches; the source of a copy is asked about on its own. */
  static Resource of(S3Request request) {
    return switch (request) {
      case S3Request.ListBuckets _ -> new Service();
      case S3Request.NotImplemented other -> of(other.bucket(), other.key());
      case S3Request.UnsetConfiguration asked -> of(asked.bucket(), asked.key());
      case BucketRequest.ListObjects list -> new Listing(list.bucket().value(), list.prefix());
      case BucketRequest.ListObjectsV2 list -> new Listing(list.bucket().value(), list.prefix());
      case BucketRequest.ListMultipartUploads list ->
          new Listing(list.bucket().value(), list.prefix());
      case BucketRequest.DeleteObjects delete -> new SomeItems(delete.bucket().value());
      case BucketRequest bucket -> new Bucket(bucket.bucket().value());
      case ObjectRequest object -> new Item(object.bucket().value(), object.key().value());
    };
  }

  private static Resource of(@Nullable BucketName bucket, @Nullable ObjectKey key) {
    if (bucket == null) {
      return new Service();
    }
    return key == null ? new Bucket(bucket.value()) : new Item(bucket.value(), key.value());
  }
}
