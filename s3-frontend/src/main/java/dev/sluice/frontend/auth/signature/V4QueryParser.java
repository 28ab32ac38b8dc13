package dev.sluice.frontend.auth.signature;

import dev.sluice.common.model.Region;
import dev.sluice.frontend.s3.Query;
import dev.sluice.frontend.s3.S3ErrorCode;
import dev.sluice.frontend.s3.S3Exception;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the parameters of a request presigned by Signature V4. */
final class V4QueryParser {
  /**
   * Source: "Authenticating Requests: Using Query Parameters (AWS Signature Version 4)", Amazon S3
   * API Reference.
   */
  private static final Duration MAXIMUM_VALIDITY = Duration.ofDays(7);

  private static final Pattern NUMBER = Pattern.compile("-?[0-9]++");

  private V4QueryParser() {}

  static Authorization.V4Query parse(Query query, @Nullable Region region) {
    String algorithm = query.value("X-Amz-Algorithm");
    String credential = query.value("X-Amz-Credential");
    String signature = query.value(SigV4.SIGNATURE_PARAMETER);
    String date = query.value("X-Amz-Date");
    String signedHeaders = query.value("X-Amz-SignedHeaders");
    String expires = query.value("X-Amz-Expires");
    if (algorithm == null
        || credential == null
        || signature == null
        || date == null
        || signedHeaders == null
        || expires == null) {
      throw refused(
          "Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential,"
              + " X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.");
    }
    if (algorithm.equals("AWS4-ECDSA-P256-SHA256")) {
      throw new S3Exception(S3ErrorCode.NOT_IMPLEMENTED, "Signature Version 4A is not implemented");
    }
    if (!algorithm.equals(SigV4.ALGORITHM)) {
      throw refused(
          "X-Amz-Algorithm only supports \"AWS4-HMAC-SHA256 and AWS4-ECDSA-P256-SHA256\"");
    }
    RequestTime time = RequestTime.parseBasic(date);
    if (time == null) {
      throw refused("X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\"");
    }
    List<String> names = CredentialParser.signedHeaders(signedHeaders);
    if (names.isEmpty()) {
      throw refused(
          "X-Amz-SignedHeaders: "
              + signedHeaders
              + " (expected: names of headers, each once, separated by ';')");
    }
    Credential parsed =
        CredentialParser.parse(
            credential,
            region,
            what -> refused("Error parsing the X-Amz-Credential parameter; " + what));
    if (!parsed.date().equals(time.day())) {
      throw refused(
          "Error parsing the X-Amz-Credential parameter; Invalid credential date \""
              + parsed.date()
              + "\". This date is not the same as X-Amz-Date: \""
              + time.day()
              + "\".");
    }
    return new Authorization.V4Query(parsed, names, signature, time, validity(expires));
  }

  private static Duration validity(String expires) {
    if (!NUMBER.matcher(expires).matches()) {
      throw refused("X-Amz-Expires should be a number");
    }
    if (expires.startsWith("-")) {
      throw refused("X-Amz-Expires must be non-negative");
    }
    // More digits than a week has are too many, whatever number they are.
    long seconds = expires.length() > 18 ? Long.MAX_VALUE : Long.parseLong(expires);
    if (seconds > MAXIMUM_VALIDITY.toSeconds()) {
      throw refused(
          "X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires"
              + " must be less than "
              + MAXIMUM_VALIDITY.toSeconds()
              + " seconds");
    }
    return Duration.ofSeconds(seconds);
  }

  private static S3Exception refused(String message) {
    return new S3Exception(S3ErrorCode.AUTHORIZATION_QUERY_PARAMETERS_ERROR, message);
  }
}
