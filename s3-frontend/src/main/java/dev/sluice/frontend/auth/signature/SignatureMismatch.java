package dev.sluice.frontend.auth.signature;

import dev.sluice.frontend.s3.S3ErrorCode;
import dev.sluice.frontend.s3.S3Exception;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The refusal of a signature, with what a developer needs to find the difference, as Amazon S3
 * gives it.
 */
final class SignatureMismatch {
  private static final HexFormat SPACED = HexFormat.ofDelimiter(" ");

  /** Longer texts are left out, so that a refusal is not larger than the request by much. */
  private static final int LONGEST_TEXT = 8192;

  private SignatureMismatch() {}

  static S3Exception of(
      String accessKey, String provided, String stringToSign, @Nullable String canonicalRequest) {
    S3Exception refusal =
        new S3Exception(S3ErrorCode.SIGNATURE_DOES_NOT_MATCH)
            .with("AWSAccessKeyId", accessKey)
            .with("StringToSign", limited(stringToSign))
            .with("SignatureProvided", limited(provided))
            .with("StringToSignBytes", bytes(stringToSign));
    return canonicalRequest == null
        ? refusal
        : refusal
            .with("CanonicalRequest", limited(canonicalRequest))
            .with("CanonicalRequestBytes", bytes(canonicalRequest));
  }

  private static String limited(String text) {
    return text.length() <= LONGEST_TEXT ? text : "";
  }

  private static String bytes(String text) {
    return SPACED.formatHex(Hashes.wireBytes(limited(text)));
  }
}
