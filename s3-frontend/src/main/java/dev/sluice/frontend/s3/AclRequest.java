package dev.sluice.frontend.s3;

import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.ObjectKey;
import org.jspecify.annotations.Nullable;

/**
 * A request about access control lists, the ownership of objects, or the public access that a
 * bucket blocks. Of every record {@code bucket} and {@code expectedOwner} are those of {@link
 * S3Request.OnBucket}.
 */
public sealed interface AclRequest extends S3Request.OnBucket {
  @Override
  default @Nullable ObjectKey key() {
    return null;
  }

  /** Asks for the list of a bucket. */
  record GetBucketAcl(BucketName bucket, @Nullable String expectedOwner) implements AclRequest {
    @Override
    public S3Operation operation() {
      return S3Operation.GET_BUCKET_ACL;
    }
  }

  /**
   * Replaces the list of a bucket.
   *
   * @param acl as the headers state it; null: the body does
   */
  record PutBucketAcl(BucketName bucket, @Nullable String expectedOwner, @Nullable StatedAcl acl)
      implements AclRequest {
    @Override
    public S3Operation operation() {
      return S3Operation.PUT_BUCKET_ACL;
    }
  }

  /** Asks for the ownership of objects. */
  record GetBucketOwnershipControls(BucketName bucket, @Nullable String expectedOwner)
      implements AclRequest {
    @Override
    public S3Operation operation() {
      return S3Operation.GET_BUCKET_OWNERSHIP_CONTROLS;
    }
  }

  /** Sets the ownership of objects, which is in the body. */
  record PutBucketOwnershipControls(BucketName bucket, @Nullable String expectedOwner)
      implements AclRequest {
    @Override
    public S3Operation operation() {
      return S3Operation.PUT_BUCKET_OWNERSHIP_CONTROLS;
    }
  }

  /** Unsets the ownership of objects. */
  record DeleteBucketOwnershipControls(BucketName bucket, @Nullable String expectedOwner)
      implements AclRequest {
    @Override
    public S3Operation operation() {
      return S3Operation.DELETE_BUCKET_OWNERSHIP_CONTROLS;
    }
  }

  /** Asks for the public access that is blocked. */
  record GetPublicAccessBlock(BucketName bucket, @Nullable String expectedOwner)
      implements AclRequest {
    @Override
    public S3Operation operation() {
      return S3Operation.GET_PUBLIC_ACCESS_BLOCK;
    }
  }

  /** Sets the public access that is blocked, which is in the body. */
  record PutPublicAccessBlock(BucketName bucket, @Nullable String expectedOwner)
      implements AclRequest {
    @Override
    public S3Operation operation() {
      return S3Operation.PUT_PUBLIC_ACCESS_BLOCK;
    }
  }

  /** Blocks no public access any more. */
  record DeletePublicAccessBlock(BucketName bucket, @Nullable String expectedOwner)
      implements AclRequest {
    @Override
    public S3Operation operation() {
      return S3Operation.DELETE_PUBLIC_ACCESS_BLOCK;
    }
  }

  /** Asks for the list of an object. */
  record GetObjectAcl(BucketName bucket, ObjectKey key, @Nullable String expectedOwner)
      implements AclRequest {
    @Override
    public S3Operation operation() {
      return S3Operation.GET_OBJECT_ACL;
    }
  }

  /**
   * Replaces the list of an object.
   *
   * @param acl as the headers state it; null: the body does
   */
  record PutObjectAcl(
      BucketName bucket, ObjectKey key, @Nullable String expectedOwner, @Nullable StatedAcl acl)
      implements AclRequest {
    @Override
    public S3Operation operation() {
      return S3Operation.PUT_OBJECT_ACL;
    }
  }
}
