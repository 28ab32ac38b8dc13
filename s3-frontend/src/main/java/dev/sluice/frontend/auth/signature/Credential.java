package dev.sluice.frontend.auth.signature;

/**
 * The credential of a Signature V4: whose key signed, and for what it is good.
 *
 * @param accessKey the access key id
 * @param date the day of the signing key, {@code yyyyMMdd}
 * @param region the region of the signing key
 */
public record Credential(String accessKey, String date, String region) {
  static final String SERVICE = "s3";
  static final String TERMINATOR = "aws4_request";

  /** The credential scope, as it stands in the string to sign. */
  String scope() {
    return date + "/" + region + "/" + SERVICE + "/" + TERMINATOR;
  }
}
