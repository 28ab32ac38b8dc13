package dev.sluice.frontend.s3;

import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.ChecksumAlgorithm;
import dev.sluice.common.model.ContentHeaders;
import dev.sluice.common.model.ObjectKey;
import dev.sluice.common.model.ObjectMetadata;
import dev.sluice.common.model.ReadConditions;
import dev.sluice.common.model.Selection;
import dev.sluice.common.model.TagSet;
import dev.sluice.common.model.WriteConditions;
import java.net.URI;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A request about an object. Of every record {@code bucket} and {@code expectedOwner} are those of
 * {@link S3Request.OnBucket}, and {@code key} is the object's.
 */
public sealed interface ObjectRequest extends S3Request.OnBucket
    permits ObjectRequest.PutObject,
        ObjectRequest.PostObject,
        ObjectRequest.GetObject,
        ObjectRequest.HeadObject,
        ObjectRequest.DeleteObject,
        ObjectRequest.CopyObject,
        ObjectRequest.GetObjectAttributes,
        ObjectRequest.GetObjectTagging,
        ObjectRequest.PutObjectTagging,
        ObjectRequest.DeleteObjectTagging,
        UploadRequest {
  @Override
  ObjectKey key();

  /**
   * Stores the body.
   *
   * @param metadata of the object
   * @param acl of the object; null: none is stated
   * @param conditions on what is there
   */
  record PutObject(
      BucketName bucket,
      ObjectKey key,
      @Nullable String expectedOwner,
      ObjectMetadata metadata,
      @Nullable StatedAcl acl,
      WriteConditions conditions)
      implements ObjectRequest {
    @Override
    public S3Operation operation() {
      return S3Operation.PUT_OBJECT;
    }
  }

  /**
   * Stores the file of a form.
   *
   * @param metadata of the object
   * @param acl of the object; null: none is stated
   * @param redirect where the browser goes afterwards; null: nowhere
   * @param status of an answer that does not redirect: 200, 201 or 204
   */
  record PostObject(
      BucketName bucket,
      ObjectKey key,
      @Nullable String expectedOwner,
      ObjectMetadata metadata,
      @Nullable StatedAcl acl,
      @Nullable URI redirect,
      int status)
      implements ObjectRequest {
    @Override
    public S3Operation operation() {
      return S3Operation.POST_OBJECT;
    }
  }

  /**
   * Reads an object.
   *
   * @param selection which bytes
   * @param conditions on what is there
   * @param overrides headers of the answer that stand in for the object's own, where not empty
   * @param checksums whether the answer shows the object's checksum
   */
  record GetObject(
      BucketName bucket,
      ObjectKey key,
      @Nullable String expectedOwner,
      Selection selection,
      ReadConditions conditions,
      ContentHeaders overrides,
      boolean checksums)
      implements ObjectRequest {
    @Override
    public S3Operation operation() {
      return S3Operation.GET_OBJECT;
    }
  }

  /**
   * Reads what {@link GetObject} answers, without the bytes; the fields are those.
   *
   * @param selection which bytes
   * @param conditions on what is there
   * @param overrides headers of the answer that stand in for the object's own, where not empty
   * @param checksums whether the answer shows the object's checksum
   */
  record HeadObject(
      BucketName bucket,
      ObjectKey key,
      @Nullable String expectedOwner,
      Selection selection,
      ReadConditions conditions,
      ContentHeaders overrides,
      boolean checksums)
      implements ObjectRequest {
    @Override
    public S3Operation operation() {
      return S3Operation.HEAD_OBJECT;
    }
  }

  /**
   * Removes an object.
   *
   * @param conditions on what is there
   */
  record DeleteObject(
      BucketName bucket, ObjectKey key, @Nullable String expectedOwner, WriteConditions conditions)
      implements ObjectRequest {
    @Override
    public S3Operation operation() {
      return S3Operation.DELETE_OBJECT;
    }
  }

  /**
   * Copies an object.
   *
   * @param source what is copied
   * @param replacement metadata of the copy but for its tags; null: the source's
   * @param tags of the copy; null: the source's
   * @param acl of the copy; null: none is stated
   * @param checksumAlgorithm the checksum that the copy gets; null: the source's
   * @param conditions on what is at the destination
   */
  record CopyObject(
      BucketName bucket,
      ObjectKey key,
      @Nullable String expectedOwner,
      CopySource source,
      @Nullable ObjectMetadata replacement,
      @Nullable TagSet tags,
      @Nullable StatedAcl acl,
      @Nullable ChecksumAlgorithm checksumAlgorithm,
      WriteConditions conditions)
      implements ObjectRequest {
    @Override
    public S3Operation operation() {
      return S3Operation.COPY_OBJECT;
    }
  }

  /**
   * Reads chosen attributes.
   *
   * @param attributes which, at least one
   * @param partNumberMarker only parts after this one
   * @param maxParts 0..1000
   */
  record GetObjectAttributes(
      BucketName bucket,
      ObjectKey key,
      @Nullable String expectedOwner,
      Set<ObjectAttribute> attributes,
      int partNumberMarker,
      int maxParts)
      implements ObjectRequest {
    /** Copies the set. */
    public GetObjectAttributes {
      attributes = Set.copyOf(attributes);
    }

    @Override
    public S3Operation operation() {
      return S3Operation.GET_OBJECT_ATTRIBUTES;
    }
  }

  /** Asks for an object's tags. */
  record GetObjectTagging(BucketName bucket, ObjectKey key, @Nullable String expectedOwner)
      implements ObjectRequest {
    @Override
    public S3Operation operation() {
      return S3Operation.GET_OBJECT_TAGGING;
    }
  }

  /** Replaces an object's tags by those of the body. */
  record PutObjectTagging(BucketName bucket, ObjectKey key, @Nullable String expectedOwner)
      implements ObjectRequest {
    @Override
    public S3Operation operation() {
      return S3Operation.PUT_OBJECT_TAGGING;
    }
  }

  /** Removes an object's tags. */
  record DeleteObjectTagging(BucketName bucket, ObjectKey key, @Nullable String expectedOwner)
      implements ObjectRequest {
    @Override
    public S3Operation operation() {
      return S3Operation.DELETE_OBJECT_TAGGING;
    }
  }
}
