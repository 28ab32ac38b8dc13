package dev.sluice.frontend.auth.signature;

import dev.sluice.frontend.s3.Query;
import dev.sluice.frontend.s3.S3ErrorCode;
import dev.sluice.frontend.s3.S3Exception;
import java.time.Instant;
import java.util.regex.Pattern;

/** Reads what Signature V2 presents. */
final class V2Parser {
  /** Up to the year 5138, which every clock can represent. */
  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,11}");

  private V2Parser() {}

  static Authorization.V2Header parseHeader(String header, String keyAndSignature) {
    int colon = keyAndSignature.indexOf(':');
    if (colon < 0) {
      throw S3Exception.invalidArgument(
          "AWS authorization header is invalid.  Expected AwsAccessKeyId:signature",
          "Authorization",
          header);
    }
    return new Authorization.V2Header(
        keyAndSignature.substring(0, colon), keyAndSignature.substring(colon + 1));
  }

  static Authorization.V2Query parseQuery(Query query) {
    String accessKey = query.value("AWSAccessKeyId");
    String signature = query.value(SigV2.SIGNATURE_PARAMETER);
    String expires = query.value("Expires");
    if (accessKey == null || signature == null || expires == null) {
      throw new S3Exception(
          S3ErrorCode.ACCESS_DENIED,
          "Query-string authentication requires the Signature, Expires and AWSAccessKeyId"
              + " parameters");
    }
    if (!SECONDS.matcher(expires).matches()) {
      throw new S3Exception(
          S3ErrorCode.ACCESS_DENIED, "Invalid date (should be seconds since epoch): " + expires);
    }
    return new Authorization.V2Query(
        accessKey, signature, Instant.ofEpochSecond(Long.parseLong(expires)));
  }
}
