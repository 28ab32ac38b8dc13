package dev.sluice.frontend.route;

import dev.sluice.frontend.s3.BucketRequest;
import dev.sluice.frontend.s3.Query;
import dev.sluice.frontend.s3.S3Exception;
import dev.sluice.frontend.s3.S3Request;
import java.util.stream.Stream;

/** Makes the requests about the service and about buckets. */
final class BucketRoutes {
  private static final int MAX_KEYS = 1000;
  private static final int MAX_BUCKETS = 10_000;

  private BucketRoutes() {}

  static S3Request listBuckets(Call call) {
    Query query = call.query();
    return new S3Request.ListBuckets(
        query.valueOrEmpty("prefix"),
        query.value("continuation-token"),
        Numbers.number("max-buckets", query.value("max-buckets"), 1, MAX_BUCKETS, MAX_BUCKETS),
        Stream.of("prefix", "continuation-token", "max-buckets", "bucket-region")
            .anyMatch(query::has),
        query.value("bucket-region"));
  }

  static S3Request createBucket(Call call) {
    return new BucketRequest.CreateBucket(
        call.bucket(),
        call.expectedOwner(),
        AclHeaders.read(call.head()),
        AclHeaders.ownership(call.head()));
  }

  static S3Request headBucket(Call call) {
    return new BucketRequest.HeadBucket(call.bucket(), call.expectedOwner());
  }

  static S3Request deleteBucket(Call call) {
    return new BucketRequest.DeleteBucket(call.bucket(), call.expectedOwner());
  }

  static S3Request getBucketLocation(Call call) {
    return new BucketRequest.GetBucketLocation(call.bucket(), call.expectedOwner());
  }

  static S3Request getBucketTagging(Call call) {
    return new BucketRequest.GetBucketTagging(call.bucket(), call.expectedOwner());
  }

  static S3Request putBucketTagging(Call call) {
    return new BucketRequest.PutBucketTagging(call.bucket(), call.expectedOwner());
  }

  static S3Request deleteBucketTagging(Call call) {
    return new BucketRequest.DeleteBucketTagging(call.bucket(), call.expectedOwner());
  }

  static S3Request getBucketRequestPayment(Call call) {
    return new BucketRequest.GetBucketRequestPayment(call.bucket(), call.expectedOwner());
  }

  static S3Request putBucketRequestPayment(Call call) {
    return new BucketRequest.PutBucketRequestPayment(call.bucket(), call.expectedOwner());
  }

  static S3Request getBucketAccelerateConfiguration(Call call) {
    return new BucketRequest.GetBucketAccelerateConfiguration(call.bucket(), call.expectedOwner());
  }

  static S3Request putBucketAccelerateConfiguration(Call call) {
    return new BucketRequest.PutBucketAccelerateConfiguration(call.bucket(), call.expectedOwner());
  }

  static S3Request deleteObjects(Call call) {
    return new BucketRequest.DeleteObjects(call.bucket(), call.expectedOwner());
  }

  static S3Request putBucketPolicy(Call call) {
    return new BucketRequest.PutBucketPolicy(call.bucket(), call.expectedOwner());
  }

  static S3Request getBucketPolicy(Call call) {
    return new BucketRequest.GetBucketPolicy(call.bucket(), call.expectedOwner());
  }

  static S3Request getBucketPolicyStatus(Call call) {
    return new BucketRequest.GetBucketPolicyStatus(call.bucket(), call.expectedOwner());
  }

  static S3Request deleteBucketPolicy(Call call) {
    return new BucketRequest.DeleteBucketPolicy(call.bucket(), call.expectedOwner());
  }

  static S3Request listObjects(Call call) {
    Query query = call.query();
    return new BucketRequest.ListObjects(
        call.bucket(),
        call.expectedOwner(),
        query.valueOrEmpty("prefix"),
        query.valueOrEmpty("delimiter"),
        query.valueOrEmpty("marker"),
        query.value("continuation-token"),
        Numbers.pageSize(query, "max-keys", MAX_KEYS),
        urlEncoded(query));
  }

  static S3Request listObjectsV2(Call call) {
    Query query = call.query();
    String version = query.valueOrEmpty("list-type");
    if (!version.equals("2")) {
      throw S3Exception.invalidArgument(
          "Invalid List Type specified in Request", "list-type", version);
    }
    return new BucketRequest.ListObjectsV2(
        call.bucket(),
        call.expectedOwner(),
        query.valueOrEmpty("prefix"),
        query.valueOrEmpty("delimiter"),
        query.valueOrEmpty("start-after"),
        query.value("continuation-token"),
        Numbers.pageSize(query, "max-keys", MAX_KEYS),
        urlEncoded(query),
        query.valueOrEmpty("fetch-owner").equalsIgnoreCase("true"));
  }

  static S3Request listMultipartUploads(Call call) {
    Query query = call.query();
    return new BucketRequest.ListMultipartUploads(
        call.bucket(),
        call.expectedOwner(),
        query.valueOrEmpty("prefix"),
        query.valueOrEmpty("delimiter"),
        query.valueOrEmpty("key-marker"),
        query.valueOrEmpty("upload-id-marker"),
        Numbers.pageSize(query, "max-uploads", MAX_KEYS),
        urlEncoded(query));
  }

  /** Whether names in the answer are to be encoded; {@code url} is the only encoding. */
  private static boolean urlEncoded(Query query) {
    String type = query.value("encoding-type");
    if (type == null) {
      return false;
    }
    if (!type.equals("url")) {
      throw S3Exception.invalidArgument(
          "Invalid Encoding Method specified in Request", "encoding-type", type);
    }
    return true;
  }
}
