package dev.sluice.frontend.s3;

import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.ByteRange;
import dev.sluice.common.model.ChecksumAlgorithm;
import dev.sluice.common.model.ChecksumType;
import dev.sluice.common.model.ChecksumValue;
import dev.sluice.common.model.ObjectKey;
import dev.sluice.common.model.ObjectMetadata;
import dev.sluice.common.model.UploadId;
import dev.sluice.common.model.WriteConditions;
import org.jspecify.annotations.Nullable;

/**
 * A request about an upload in parts; {@code key} is that of the object to be, and {@code uploadId}
 * names the upload.
 */
public sealed interface UploadRequest extends ObjectRequest {
  /** A request about an upload that was begun. */
  sealed interface OfUpload extends UploadRequest {
    /** The upload. */
    UploadId uploadId();
  }

  /**
   * Begins an upload.
   *
   * @param metadata of the object
   * @param acl of the object; null: none is stated
   * @param checksumAlgorithm of the parts and of the object; null: none
   * @param checksumType what the object's checksum covers; null: what AWS takes for the algorithm
   */
  record CreateMultipartUpload(
      BucketName bucket,
      ObjectKey key,
      @Nullable String expectedOwner,
      ObjectMetadata metadata,
      @Nullable StatedAcl acl,
      @Nullable ChecksumAlgorithm checksumAlgorithm,
      @Nullable ChecksumType checksumType)
      implements UploadRequest {
    @Override
    public S3Operation operation() {
      return S3Operation.CREATE_MULTIPART_UPLOAD;
    }
  }

  /**
   * Stores the body as a part.
   *
   * @param partNumber 1..10000
   */
  record UploadPart(
      BucketName bucket,
      ObjectKey key,
      @Nullable String expectedOwner,
      UploadId uploadId,
      int partNumber)
      implements OfUpload {
    @Override
    public S3Operation operation() {
      return S3Operation.UPLOAD_PART;
    }
  }

  /**
   * Stores what an object holds as a part.
   *
   * @param partNumber 1..10000
   * @param source what is copied
   * @param range which bytes of it; null: all
   */
  record UploadPartCopy(
      BucketName bucket,
      ObjectKey key,
      @Nullable String expectedOwner,
      UploadId uploadId,
      int partNumber,
      CopySource source,
      ByteRange.@Nullable FromTo range)
      implements OfUpload {
    @Override
    public S3Operation operation() {
      return S3Operation.UPLOAD_PART_COPY;
    }
  }

  /**
   * Lists the parts that are there.
   *
   * @param partNumberMarker only parts after this one
   * @param maxParts 0..1000
   */
  record ListParts(
      BucketName bucket,
      ObjectKey key,
      @Nullable String expectedOwner,
      UploadId uploadId,
      int partNumberMarker,
      int maxParts)
      implements OfUpload {
    @Override
    public S3Operation operation() {
      return S3Operation.LIST_PARTS;
    }
  }

  /**
   * Makes the object of the parts that the body lists.
   *
   * @param checksum of the whole object, as the client states it; null: not stated
   * @param checksumType what the client says the checksum covers; null: not stated
   * @param objectSize in bytes, as the client states it; null: not stated
   * @param conditions on what is there
   */
  record CompleteMultipartUpload(
      BucketName bucket,
      ObjectKey key,
      @Nullable String expectedOwner,
      UploadId uploadId,
      @Nullable ChecksumValue checksum,
      @Nullable ChecksumType checksumType,
      @Nullable Long objectSize,
      WriteConditions conditions)
      implements OfUpload {
    @Override
    public S3Operation operation() {
      return S3Operation.COMPLETE_MULTIPART_UPLOAD;
    }
  }

  /** Gives the upload up. */
  record AbortMultipartUpload(
      BucketName bucket, ObjectKey key, @Nullable String expectedOwner, UploadId uploadId)
      implements OfUpload {
    @Override
    public S3Operation operation() {
      return S3Operation.ABORT_MULTIPART_UPLOAD;
    }
  }
}
