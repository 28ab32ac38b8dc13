package dev.sluice.frontend.s3;

import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.ObjectKey;
import org.jspecify.annotations.Nullable;

/**
 * A request for one S3 operation, parsed and checked: one record per operation, and a switch over
 * them is complete without a default.
 *
 * <p>Every header and query parameter that matters is in a field here, except what concerns the
 * signature and the digests of the body. Bodies that are documents are read by the operation.
 */
public sealed interface S3Request permits S3Request.OnService, S3Request.OnBucket {
  /** The requested operation. */
  S3Operation operation();

  /** The bucket; null: none in particular. */
  @Nullable BucketName bucket();

  /** The object's key; null: none in particular. */
  @Nullable ObjectKey key();

  /** A request about no bucket in particular. */
  sealed interface OnService extends S3Request permits ListBuckets, Preflight, NotImplemented {}

  /** A request about a bucket or something in it. */
  sealed interface OnBucket extends S3Request
      permits AclRequest, BucketRequest, ObjectRequest, UnsetConfiguration {
    @Override
    BucketName bucket();

    /** The expected owner of the bucket: {@code x-amz-expected-bucket-owner}. */
    @Nullable String expectedOwner();
  }

  /**
   * Lists the caller's buckets.
   *
   * @param prefix of the names; empty: all
   * @param continuationToken from an earlier answer; empty or null: from the first
   * @param maxBuckets 1..10000
   * @param withRegion whether the answer says of each bucket where it is: AWS does as soon as the
   *     client states any parameter
   * @param bucketRegion only buckets of this region; null: of any
   */
  record ListBuckets(
      String prefix,
      @Nullable String continuationToken,
      int maxBuckets,
      boolean withRegion,
      @Nullable String bucketRegion)
      implements OnService {
    @Override
    public S3Operation operation() {
      return S3Operation.LIST_BUCKETS;
    }

    @Override
    public @Nullable BucketName bucket() {
      return null;
    }

    @Override
    public @Nullable ObjectKey key() {
      return null;
    }
  }

  /**
   * Asks for a configuration that cannot be set; answered as AWS does where it is not set.
   *
   * @param operation one that is {@link S3Operation.Support#ANSWERED_AS_UNSET}
   * @param bucket which bucket
   * @param key which object; null where it is about the bucket
   * @param expectedOwner see {@link OnBucket}
   */
  record UnsetConfiguration(
      S3Operation operation,
      BucketName bucket,
      @Nullable ObjectKey key,
      @Nullable String expectedOwner)
      implements OnBucket {}

  /**
   * Asks whether a page of another origin may send a request: a preflight. A browser sends it, on
   * behalf of nobody.
   *
   * @param bucket which bucket; null where the request names none
   * @param key which object; null where the request names none
   * @param meant what the page means to send
   */
  record Preflight(@Nullable BucketName bucket, @Nullable ObjectKey key, CorsRequest meant)
      implements OnService {
    @Override
    public S3Operation operation() {
      return S3Operation.OPTIONS_OBJECT;
    }
  }

  /**
   * Asks for an operation that Sluice does not have.
   *
   * @param operation which one
   * @param bucket which bucket; null where the request names none
   * @param key which object; null where the request names none
   */
  record NotImplemented(S3Operation operation, @Nullable BucketName bucket, @Nullable ObjectKey key)
      implements OnService {}
}
