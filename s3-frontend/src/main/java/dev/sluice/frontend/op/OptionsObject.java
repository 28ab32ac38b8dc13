package dev.sluice.frontend.op;

import dev.sluice.common.model.BucketName;
import dev.sluice.frontend.cors.CorsCache;
import dev.sluice.frontend.cors.CorsRules;
import dev.sluice.frontend.s3.S3ErrorCode;
import dev.sluice.frontend.s3.S3Exception;
import dev.sluice.frontend.s3.S3Request;
import dev.sluice.frontend.s3.S3Response;

/**
 * OPTIONS, the preflight: whether the rules of the bucket allow what a page means to send. What the
 * sender of that request may do is not asked. A bucket that does not exist is answered as one
 * without rules.
 */
final class OptionsObject {
  private final CorsCache cors;

  OptionsObject(CorsCache cors) {
    this.cors = cors;
  }

  S3Response answer(S3Request.Preflight request) {
    BucketName bucket = request.bucket();
    CorsRules rules = bucket == null ? CorsRules.NONE : cors.of(bucket);
    if (rules.isEmpty()) {
      throw refused(
          request,
          "BUCKET",
          new S3Exception(
              S3ErrorCode.ACCESS_FORBIDDEN, "CORSResponse: CORS is not enabled for this bucket."));
    }
    if (!rules.allow(request.meant())) {
      throw refused(
          request,
          request.key() == null ? "BUCKET" : "OBJECT",
          new S3Exception(S3ErrorCode.ACCESS_FORBIDDEN));
    }
    return new S3Response.Empty(200, rules.headers(request.meant()));
  }

  private static S3Exception refused(S3Request.Preflight request, String type, S3Exception how) {
    return how.with("Method", request.meant().method()).with("ResourceType", type);
  }
}
