package dev.sluice.frontend.route;

import dev.sluice.frontend.s3.BucketRequest;
import dev.sluice.frontend.s3.S3Exception;
import dev.sluice.frontend.s3.S3Request;
import java.util.stream.Stream;

/** Makes the requests about the service and about buckets. */
final class BucketRoutes {
  private static final int MAX_KEYS = 1000;
  private static final int MAX_BUCKETS = 10_000;

  private BucketRoutes() {}

  static S3Request listBuckets(Call call) {
    QueryParameters query = call.query();
    return new S3Request.ListBuckets(
        query.getOrEmpty("prefix"),
        query.get("continuation-token"),
        query.number("max-buckets", 1, MAX_BUCKETS, MAX_BUCKETS),
        Stream.of("prefix", "continuation-token", "max-buckets", "bucket-region")
            .anyMatch(query::has),
        query.get("bucket-region"));
  }

  static S3Request createBucket(Call call) {
    return new BucketRequest.CreateBucket(call.bucket(), call.expectedOwner());
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

  static S3Request deleteObjects(Call call) {
    return new BucketRequest.DeleteObjects(call.bucket(), call.expectedOwner());
  }

  static S3Request listObjects(Call call) {
    QueryParameters query = call.query();
    return new BucketRequest.ListObjects(
        call.bucket(),
        call.expectedOwner(),
        query.getOrEmpty("prefix"),
        query.getOrEmpty("delimiter"),
        query.getOrEmpty("marker"),
        query.get("continuation-token"),
        query.pageSize("max-keys", MAX_KEYS),
        query.urlEncoded());
  }

  static S3Request listObjectsV2(Call call) {
    QueryParameters query = call.query();
    String version = query.getOrEmpty("list-type");
    if (!version.equals("2")) {
      throw S3Exception.invalidArgument(
          "Invalid List Type specified in Request", "list-type", version);
    }
    String token = query.get("continuation-token");
    if (token != null && token.isEmpty()) {
      throw S3Exception.invalidArgument(
          "The continuation token provided is incorrect", "continuation-token", token);
    }
    return new BucketRequest.ListObjectsV2(
        call.bucket(),
        call.expectedOwner(),
        query.getOrEmpty("prefix"),
        query.getOrEmpty("delimiter"),
        query.getOrEmpty("start-after"),
        token,
        query.pageSize("max-keys", MAX_KEYS),
        query.urlEncoded(),
        query.getOrEmpty("fetch-owner").equalsIgnoreCase("true"));
  }

  static S3Request listMultipartUploads(Call call) {
    QueryParameters query = call.query();
    return new BucketRequest.ListMultipartUploads(
        call.bucket(),
        call.expectedOwner(),
        query.getOrEmpty("prefix"),
        query.getOrEmpty("delimiter"),
        query.getOrEmpty("key-marker"),
        query.getOrEmpty("upload-id-marker"),
        query.pageSize("max-uploads", MAX_KEYS),
        query.urlEncoded());
  }
}
