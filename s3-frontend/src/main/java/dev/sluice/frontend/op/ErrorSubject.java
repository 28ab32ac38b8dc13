package dev.sluice.frontend.op;

import dev.sluice.common.model.ByteRange;
import dev.sluice.common.model.ObjectKey;
import dev.sluice.common.model.Selection;
import dev.sluice.frontend.s3.ObjectRequest;
import dev.sluice.frontend.s3.S3Exception;
import dev.sluice.frontend.s3.S3Request;
import dev.sluice.frontend.s3.UploadRequest;
import org.jspecify.annotations.Nullable;

/** The elements of an error's document that say what it is about, as AWS says it with each code. */
final class ErrorSubject {
  private ErrorSubject() {}

  /** The error with its subject, as far as the request names it. */
  static S3Exception named(S3Exception error, S3Request request) {
    return switch (error.code()) {
      case NO_SUCH_BUCKET,
          BUCKET_NOT_EMPTY,
          BUCKET_ALREADY_EXISTS,
          BUCKET_ALREADY_OWNED_BY_YOU,
          NO_SUCH_TAG_SET,
          NO_SUCH_BUCKET_POLICY,
          NO_SUCH_CORS_CONFIGURATION,
          NO_SUCH_LIFECYCLE_CONFIGURATION,
          NO_SUCH_WEBSITE_CONFIGURATION,
          NO_SUCH_PUBLIC_ACCESS_BLOCK_CONFIGURATION,
          OBJECT_LOCK_CONFIGURATION_NOT_FOUND,
          OWNERSHIP_CONTROLS_NOT_FOUND,
          REPLICATION_CONFIGURATION_NOT_FOUND,
          SERVER_SIDE_ENCRYPTION_CONFIGURATION_NOT_FOUND ->
          request instanceof S3Request.OnBucket about && !copies(request)
              ? error.with("BucketName", about.bucket().value())
              : error;
      case NO_SUCH_KEY -> {
        ObjectKey key = copies(request) ? null : request.key();
        yield key == null ? error : error.with("Key", key.value());
      }
      case NO_SUCH_UPLOAD, INVALID_PART, INVALID_PART_ORDER ->
          request instanceof UploadRequest.OfUpload about
              ? error.with("UploadId", about.uploadId().value())
              : error;
      case INVALID_RANGE -> {
        ByteRange range = range(request);
        yield range == null ? error : error.with("RangeRequested", text(range));
      }
      default -> error;
    };
  }

  /** Whether the operation copies: a missing object may then be its source or its destination. */
  private static boolean copies(S3Request request) {
    return request instanceof ObjectRequest.CopyObject
        || request instanceof UploadRequest.UploadPartCopy;
  }

  private static @Nullable ByteRange range(S3Request request) {
    Selection selection =
        request instanceof ObjectRequest.GetObject get
            ? get.selection()
            : request instanceof ObjectRequest.HeadObject head ? head.selection() : Selection.ALL;
    return selection instanceof Selection.Range asked ? asked.range() : null;
  }

  private static String text(ByteRange range) {
    return "bytes="
        + switch (range) {
          case ByteRange.From(long first) -> first + "-";
          case ByteRange.FromTo(long first, long last) -> first + "-" + last;
          case ByteRange.Suffix(long length) -> "-" + length;
        };
  }
}
