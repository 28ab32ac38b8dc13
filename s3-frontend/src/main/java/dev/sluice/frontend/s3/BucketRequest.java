package dev.sluice.frontend.s3;

import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.ObjectKey;
import dev.sluice.common.model.ObjectOwnership;
import org.jspecify.annotations.Nullable;

/**
 * A request about a bucket. Of every record {@code bucket} and {@code expectedOwner} are those of
 * {@link S3Request.OnBucket}; an empty prefix or delimiter is none.
 */
public sealed interface BucketRequest extends S3Request.OnBucket {
  @Override
  default @Nullable ObjectKey key() {
    return null;
  }

  /**
   * Makes a bucket; the region, if any, is in the body.
   *
   * @param acl of the bucket; null: none is stated
   * @param ownership of its objects; null: not stated
   */
  record CreateBucket(
      BucketName bucket,
      @Nullable String expectedOwner,
      @Nullable StatedAcl acl,
      @Nullable ObjectOwnership ownership)
      implements BucketRequest {
    @Override
    public S3Operation operation() {
      return S3Operation.CREATE_BUCKET;
    }
  }

  /** Asks whether a bucket is there. */
  record HeadBucket(BucketName bucket, @Nullable String expectedOwner) implements BucketRequest {
    @Override
    public S3Operation operation() {
      return S3Operation.HEAD_BUCKET;
    }
  }

  /** Removes an empty bucket. */
  record DeleteBucket(BucketName bucket, @Nullable String expectedOwner) implements BucketRequest {
    @Override
    public S3Operation operation() {
      return S3Operation.DELETE_BUCKET;
    }
  }

  /** Asks for a bucket's region. */
  record GetBucketLocation(BucketName bucket, @Nullable String expectedOwner)
      implements BucketRequest {
    @Override
    public S3Operation operation() {
      return S3Operation.GET_BUCKET_LOCATION;
    }
  }

  /** Asks for a bucket's tags. */
  record GetBucketTagging(BucketName bucket, @Nullable String expectedOwner)
      implements BucketRequest {
    @Override
    public S3Operation operation() {
      return S3Operation.GET_BUCKET_TAGGING;
    }
  }

  /** Replaces a bucket's tags by those of the body. */
  record PutBucketTagging(BucketName bucket, @Nullable String expectedOwner)
      implements BucketRequest {
    @Override
    public S3Operation operation() {
      return S3Operation.PUT_BUCKET_TAGGING;
    }
  }

  /** Removes a bucket's tags. */
  record DeleteBucketTagging(BucketName bucket, @Nullable String expectedOwner)
      implements BucketRequest {
    @Override
    public S3Operation operation() {
      return S3Operation.DELETE_BUCKET_TAGGING;
    }
  }

  /** Asks who pays for requests. */
  record GetBucketRequestPayment(BucketName bucket, @Nullable String expectedOwner)
      implements BucketRequest {
    @Override
    public S3Operation operation() {
      return S3Operation.GET_BUCKET_REQUEST_PAYMENT;
    }
  }

  /** Says who pays for requests, in the body. */
  record PutBucketRequestPayment(BucketName bucket, @Nullable String expectedOwner)
      implements BucketRequest {
    @Override
    public S3Operation operation() {
      return S3Operation.PUT_BUCKET_REQUEST_PAYMENT;
    }
  }

  /** Asks for the state of transfer acceleration. */
  record GetBucketAccelerateConfiguration(BucketName bucket, @Nullable String expectedOwner)
      implements BucketRequest {
    @Override
    public S3Operation operation() {
      return S3Operation.GET_BUCKET_ACCELERATE_CONFIGURATION;
    }
  }

  /** Sets the state of transfer acceleration to that of the body. */
  record PutBucketAccelerateConfiguration(BucketName bucket, @Nullable String expectedOwner)
      implements BucketRequest {
    @Override
    public S3Operation operation() {
      return S3Operation.PUT_BUCKET_ACCELERATE_CONFIGURATION;
    }
  }

  /** Removes the objects that the body names. */
  record DeleteObjects(BucketName bucket, @Nullable String expectedOwner) implements BucketRequest {
    @Override
    public S3Operation operation() {
      return S3Operation.DELETE_OBJECTS;
    }
  }

  /** Replaces the CORS rules of a bucket by those in the body. */
  record PutBucketCors(BucketName bucket, @Nullable String expectedOwner) implements BucketRequest {
    @Override
    public S3Operation operation() {
      return S3Operation.PUT_BUCKET_CORS;
    }
  }

  /** Asks for the CORS rules of a bucket. */
  record GetBucketCors(BucketName bucket, @Nullable String expectedOwner) implements BucketRequest {
    @Override
    public S3Operation operation() {
      return S3Operation.GET_BUCKET_CORS;
    }
  }

  /** Removes the CORS rules of a bucket. */
  record DeleteBucketCors(BucketName bucket, @Nullable String expectedOwner)
      implements BucketRequest {
    @Override
    public S3Operation operation() {
      return S3Operation.DELETE_BUCKET_CORS;
    }
  }

  /** Sets a bucket's policy; it is in the body. */
  record PutBucketPolicy(BucketName bucket, @Nullable String expectedOwner)
      implements BucketRequest {
    @Override
    public S3Operation operation() {
      return S3Operation.PUT_BUCKET_POLICY;
    }
  }

  /** Asks for a bucket's policy. */
  record GetBucketPolicy(BucketName bucket, @Nullable String expectedOwner)
      implements BucketRequest {
    @Override
    public S3Operation operation() {
      return S3Operation.GET_BUCKET_POLICY;
    }
  }

  /** Asks whether a bucket's policy is public. */
  record GetBucketPolicyStatus(BucketName bucket, @Nullable String expectedOwner)
      implements BucketRequest {
    @Override
    public S3Operation operation() {
      return S3Operation.GET_BUCKET_POLICY_STATUS;
    }
  }

  /** Removes a bucket's policy. */
  record DeleteBucketPolicy(BucketName bucket, @Nullable String expectedOwner)
      implements BucketRequest {
    @Override
    public S3Operation operation() {
      return S3Operation.DELETE_BUCKET_POLICY;
    }
  }

  /**
   * Lists objects, first version.
   *
   * @param prefix of the keys
   * @param delimiter at which keys are rolled up, of any length
   * @param marker only keys after this one; empty: from the first
   * @param continuationToken the key to begin with, itself included, which wins over the marker;
   *     null: not sent. Not AWS's: an answer of this version names the next key
   * @param maxKeys 0..1000
   * @param urlEncoded whether names in the answer are percent-encoded
   */
  record ListObjects(
      BucketName bucket,
      @Nullable String expectedOwner,
      String prefix,
      String delimiter,
      String marker,
      @Nullable String continuationToken,
      int maxKeys,
      boolean urlEncoded)
      implements BucketRequest {
    @Override
    public S3Operation operation() {
      return S3Operation.LIST_OBJECTS;
    }
  }

  /**
   * Lists objects, second version.
   *
   * @param prefix of the keys
   * @param delimiter at which keys are rolled up, of any length
   * @param startAfter only keys after this one; empty: from the first
   * @param continuationToken from an earlier answer, which wins over startAfter; empty or null: not
   *     sent
   * @param maxKeys 0..1000
   * @param urlEncoded whether names in the answer are percent-encoded
   * @param fetchOwner whether entries name their owner
   */
  record ListObjectsV2(
      BucketName bucket,
      @Nullable String expectedOwner,
      String prefix,
      String delimiter,
      String startAfter,
      @Nullable String continuationToken,
      int maxKeys,
      boolean urlEncoded,
      boolean fetchOwner)
      implements BucketRequest {
    @Override
    public S3Operation operation() {
      return S3Operation.LIST_OBJECTS_V2;
    }
  }

  /**
   * Lists uploads that are under way.
   *
   * @param prefix of the keys
   * @param delimiter at which keys are rolled up, of any length
   * @param keyMarker only uploads of keys after this one; empty: from the first
   * @param uploadIdMarker with a key marker: also that key's uploads after this one; empty: none of
   *     them
   * @param maxUploads 0..1000
   * @param urlEncoded whether names in the answer are percent-encoded
   */
  record ListMultipartUploads(
      BucketName bucket,
      @Nullable String expectedOwner,
      String prefix,
      String delimiter,
      String keyMarker,
      String uploadIdMarker,
      int maxUploads,
      boolean urlEncoded)
      implements BucketRequest {
    @Override
    public S3Operation operation() {
      return S3Operation.LIST_MULTIPART_UPLOADS;
    }
  }
}
