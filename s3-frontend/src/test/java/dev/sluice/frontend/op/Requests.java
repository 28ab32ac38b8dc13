package dev.sluice.frontend.op;

import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.ByteRange;
import dev.sluice.common.model.ChecksumAlgorithm;
import dev.sluice.common.model.ChecksumType;
import dev.sluice.common.model.ChecksumValue;
import dev.sluice.common.model.ContentHeaders;
import dev.sluice.common.model.ObjectKey;
import dev.sluice.common.model.ObjectMetadata;
import dev.sluice.common.model.ReadConditions;
import dev.sluice.common.model.Selection;
import dev.sluice.common.model.Tag;
import dev.sluice.common.model.TagSet;
import dev.sluice.common.model.UploadId;
import dev.sluice.common.model.WriteConditions;
import dev.sluice.frontend.s3.BucketRequest;
import dev.sluice.frontend.s3.CopySource;
import dev.sluice.frontend.s3.ObjectAttribute;
import dev.sluice.frontend.s3.ObjectRequest;
import dev.sluice.frontend.s3.S3Operation;
import dev.sluice.frontend.s3.S3Request;
import dev.sluice.frontend.s3.UploadRequest;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Requests about one bucket, one key of it and one upload: the only place that makes them. */
final class Requests {
  static final BucketName BUCKET = new BucketName("bucket");
  static final ObjectKey KEY = new ObjectKey("a key/ü");
  static final UploadId UPLOAD = new UploadId("upload");

  /** What a client wants kept. */
  static final ObjectMetadata METADATA =
      ObjectMetadata.of(
              new ContentHeaders(
                  "text/plain",
                  "no-cache",
                  "inline",
                  "gzip",
                  "de",
                  "Thu, 01 Jan 2026 00:00:00 GMT"),
              Map.of("colour", "blue"))
          .withTags(new TagSet(List.of(new Tag("team", "red"), new Tag("a", ""))));

  private Requests() {}

  static S3Request.ListBuckets listBuckets(
      String prefix, @Nullable String token, int maxBuckets, @Nullable String region) {
    return new S3Request.ListBuckets(prefix, token, maxBuckets, true, region);
  }

  static BucketRequest.CreateBucket createBucket() {
    return new BucketRequest.CreateBucket(BUCKET, null, null, null);
  }

  static BucketRequest.HeadBucket headBucket() {
    return headBucket(null);
  }

  static BucketRequest.HeadBucket headBucket(@Nullable String expectedOwner) {
    return new BucketRequest.HeadBucket(BUCKET, expectedOwner);
  }

  static BucketRequest.DeleteBucket deleteBucket() {
    return new BucketRequest.DeleteBucket(BUCKET, null);
  }

  static BucketRequest.GetBucketLocation getBucketLocation() {
    return new BucketRequest.GetBucketLocation(BUCKET, null);
  }

  static BucketRequest.PutBucketCors putBucketCors() {
    return new BucketRequest.PutBucketCors(BUCKET, null);
  }

  static BucketRequest.GetBucketCors getBucketCors() {
    return new BucketRequest.GetBucketCors(BUCKET, null);
  }

  static BucketRequest.DeleteBucketCors deleteBucketCors() {
    return new BucketRequest.DeleteBucketCors(BUCKET, null);
  }

  static BucketRequest.GetBucketTagging getBucketTagging() {
    return new BucketRequest.GetBucketTagging(BUCKET, null);
  }

  static BucketRequest.PutBucketTagging putBucketTagging() {
    return new BucketRequest.PutBucketTagging(BUCKET, null);
  }

  static BucketRequest.DeleteBucketTagging deleteBucketTagging() {
    return new BucketRequest.DeleteBucketTagging(BUCKET, null);
  }

  static BucketRequest.GetBucketRequestPayment getBucketRequestPayment() {
    return new BucketRequest.GetBucketRequestPayment(BUCKET, null);
  }

  static BucketRequest.PutBucketRequestPayment putBucketRequestPayment() {
    return new BucketRequest.PutBucketRequestPayment(BUCKET, null);
  }

  static BucketRequest.GetBucketAccelerateConfiguration getBucketAccelerateConfiguration() {
    return new BucketRequest.GetBucketAccelerateConfiguration(BUCKET, null);
  }

  static BucketRequest.PutBucketAccelerateConfiguration putBucketAccelerateConfiguration() {
    return new BucketRequest.PutBucketAccelerateConfiguration(BUCKET, null);
  }

  static BucketRequest.DeleteObjects deleteObjects() {
    return new BucketRequest.DeleteObjects(BUCKET, null);
  }

  static BucketRequest.ListObjects listObjects(
      String prefix, String delimiter, String marker, @Nullable String token, boolean urlEncoded) {
    return new BucketRequest.ListObjects(
        BUCKET, null, prefix, delimiter, marker, token, 2, urlEncoded);
  }

  static BucketRequest.ListObjectsV2 listObjectsV2(
      String prefix,
      String delimiter,
      String startAfter,
      @Nullable String token,
      boolean urlEncoded,
      boolean fetchOwner) {
    return new BucketRequest.ListObjectsV2(
        BUCKET, null, prefix, delimiter, startAfter, token, 2, urlEncoded, fetchOwner);
  }

  static BucketRequest.ListMultipartUploads listMultipartUploads(
      String prefix, String delimiter, String keyMarker, String idMarker, boolean urlEncoded) {
    return new BucketRequest.ListMultipartUploads(
        BUCKET, null, prefix, delimiter, keyMarker, idMarker, 2, urlEncoded);
  }

  static ObjectRequest.PutObject putObject(WriteConditions conditions) {
    return new ObjectRequest.PutObject(BUCKET, KEY, null, METADATA, null, conditions);
  }

  static ObjectRequest.PostObject postObject(@Nullable URI redirect, int status) {
    return new ObjectRequest.PostObject(BUCKET, KEY, null, METADATA, null, redirect, status);
  }

  static ObjectRequest.GetObject getObject() {
    return getObject(Selection.ALL, ReadConditions.NONE, ContentHeaders.NONE, false);
  }

  static ObjectRequest.GetObject getObject(
      Selection selection, ReadConditions conditions, ContentHeaders overrides, boolean checksums) {
    return new ObjectRequest.GetObject(
        BUCKET, KEY, null, selection, conditions, overrides, checksums);
  }

  static ObjectRequest.HeadObject headObject(
      Selection selection, ReadConditions conditions, ContentHeaders overrides, boolean checksums) {
    return new ObjectRequest.HeadObject(
        BUCKET, KEY, null, selection, conditions, overrides, checksums);
  }

  static ObjectRequest.DeleteObject deleteObject(WriteConditions conditions) {
    return new ObjectRequest.DeleteObject(BUCKET, KEY, null, conditions);
  }

  static ObjectRequest.CopyObject copyObject(
      CopySource source,
      @Nullable ObjectMetadata replacement,
      @Nullable ChecksumAlgorithm algorithm,
      WriteConditions conditions) {
    return new ObjectRequest.CopyObject(
        BUCKET, KEY, null, source, replacement, null, null, algorithm, conditions);
  }

  static ObjectRequest.CopyObject copyObject(TagSet tags) {
    return new ObjectRequest.CopyObject(
        BUCKET,
        KEY,
        null,
        source(null, ReadConditions.NONE),
        null,
        tags,
        null,
        null,
        WriteConditions.NONE);
  }

  /** What is copied, of a bucket of its own. */
  static CopySource source(@Nullable String expectedOwner, ReadConditions conditions) {
    return new CopySource(
        new BucketName("source"), new ObjectKey("from"), expectedOwner, conditions);
  }

  static ObjectRequest.GetObjectAttributes getObjectAttributes(
      Set<ObjectAttribute> attributes, int partNumberMarker, int maxParts) {
    return new ObjectRequest.GetObjectAttributes(
        BUCKET, KEY, null, attributes, partNumberMarker, maxParts);
  }

  static ObjectRequest.GetObjectTagging getObjectTagging() {
    return new ObjectRequest.GetObjectTagging(BUCKET, KEY, null);
  }

  static ObjectRequest.PutObjectTagging putObjectTagging() {
    return new ObjectRequest.PutObjectTagging(BUCKET, KEY, null);
  }

  static ObjectRequest.DeleteObjectTagging deleteObjectTagging() {
    return new ObjectRequest.DeleteObjectTagging(BUCKET, KEY, null);
  }

  static UploadRequest.CreateMultipartUpload createMultipartUpload(
      @Nullable ChecksumAlgorithm algorithm, @Nullable ChecksumType type) {
    return new UploadRequest.CreateMultipartUpload(
        BUCKET, KEY, null, METADATA, null, algorithm, type);
  }

  static UploadRequest.UploadPart uploadPart(int number) {
    return new UploadRequest.UploadPart(BUCKET, KEY, null, UPLOAD, number);
  }

  static UploadRequest.UploadPartCopy uploadPartCopy(
      CopySource source, ByteRange.@Nullable FromTo range) {
    return new UploadRequest.UploadPartCopy(BUCKET, KEY, null, UPLOAD, 7, source, range);
  }

  static UploadRequest.ListParts listParts(int marker) {
    return new UploadRequest.ListParts(BUCKET, KEY, null, UPLOAD, marker, 2);
  }

  static UploadRequest.CompleteMultipartUpload completeMultipartUpload(
      @Nullable ChecksumValue checksum, @Nullable Long size, WriteConditions conditions) {
    return new UploadRequest.CompleteMultipartUpload(
        BUCKET,
        KEY,
        null,
        UPLOAD,
        checksum,
        checksum == null ? null : checksum.type(),
        size,
        conditions);
  }

  static UploadRequest.AbortMultipartUpload abortMultipartUpload() {
    return new UploadRequest.AbortMultipartUpload(BUCKET, KEY, null, UPLOAD);
  }

  static S3Request.UnsetConfiguration unset(S3Operation operation) {
    boolean ofObject = operation.scope() == S3Operation.Scope.OBJECT;
    return new S3Request.UnsetConfiguration(operation, BUCKET, ofObject ? KEY : null, null);
  }
}
