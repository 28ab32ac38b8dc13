package dev.sluice.frontend.route;

import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.ObjectKey;
import dev.sluice.common.model.StorageException;
import dev.sluice.common.model.UploadId;
import dev.sluice.frontend.s3.Query;
import dev.sluice.frontend.s3.RequestHead;
import dev.sluice.frontend.s3.S3ErrorCode;
import dev.sluice.frontend.s3.S3Exception;
import org.jspecify.annotations.Nullable;

/**
 * A request whose address and query are read.
 *
 * @param head as it came
 * @param target what the address names
 * @param addressing how addresses are read
 */
record Call(RequestHead head, Target target, Addressing addressing) {
  Query query() {
    return head.query();
  }

  /** The bucket of a request that has one. */
  BucketName bucket() {
    return switch (target) {
      case Target.Bucket(BucketName bucket) -> bucket;
      case Target.Keyed(BucketName bucket, ObjectKey key) -> bucket;
      case Target.Service() -> throw new IllegalStateException("no bucket: " + head.rawPath());
    };
  }

  /** The key of a request that has one. */
  ObjectKey key() {
    if (target instanceof Target.Keyed(BucketName bucket, ObjectKey key)) {
      return key;
    }
    throw new IllegalStateException("no key: " + head.rawPath());
  }

  @Nullable String expectedOwner() {
    return head.header("x-amz-expected-bucket-owner");
  }

  /** The upload that the query names; one whose name no upload can have does not exist. */
  UploadId uploadId() {
    String value = query().valueOrEmpty("uploadId");
    try {
      return new UploadId(value);
    } catch (StorageException e) {
      throw new S3Exception(S3ErrorCode.NO_SUCH_UPLOAD).with("UploadId", value);
    }
  }

  /** The number of a part in the query, which has one. */
  int partNumber() {
    String value = query().valueOrEmpty("partNumber");
    int number = value.matches("[0-9]{1,5}") ? Integer.parseInt(value) : 0;
    if (number < 1 || number > 10_000) {
      throw S3Exception.invalidArgument(
          "Part number must be an integer between 1 and 10000, inclusive", "partNumber", value);
    }
    return number;
  }
}
