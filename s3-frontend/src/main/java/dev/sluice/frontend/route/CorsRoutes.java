package dev.sluice.frontend.route;

import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.CorsRule;
import dev.sluice.common.model.ObjectKey;
import dev.sluice.frontend.s3.BucketRequest;
import dev.sluice.frontend.s3.CorsRequest;
import dev.sluice.frontend.s3.S3ErrorCode;
import dev.sluice.frontend.s3.S3Exception;
import dev.sluice.frontend.s3.S3Request;

/** Makes the requests about CORS rules, and the preflights that they answer. */
final class CorsRoutes {
  private CorsRoutes() {}

  static S3Request putBucketCors(Call call) {
    return new BucketRequest.PutBucketCors(call.bucket(), call.expectedOwner());
  }

  static S3Request getBucketCors(Call call) {
    return new BucketRequest.GetBucketCors(call.bucket(), call.expectedOwner());
  }

  static S3Request deleteBucketCors(Call call) {
    return new BucketRequest.DeleteBucketCors(call.bucket(), call.expectedOwner());
  }

  /** A preflight is about another request: of its own it has an address and three headers. */
  static S3Request.Preflight preflight(Call call) {
    CorsRequest meant = CorsRequest.of(call.head());
    if (meant == null) {
      throw new S3Exception(
          S3ErrorCode.BAD_REQUEST, "Insufficient information. Origin request header needed.");
    }
    String method = CorsRequest.requestedMethod(call.head());
    if (method == null || !CorsRule.METHODS.contains(method)) {
      throw new S3Exception(
          S3ErrorCode.BAD_REQUEST, "Invalid Access-Control-Request-Method: " + method);
    }
    return switch (call.target()) {
      case Target.Service() -> new S3Request.Preflight(null, null, meant);
      case Target.Bucket(BucketName bucket) -> new S3Request.Preflight(bucket, null, meant);
      case Target.Keyed(BucketName bucket, ObjectKey key) ->
          new S3Request.Preflight(bucket, key, meant);
    };
  }
}
