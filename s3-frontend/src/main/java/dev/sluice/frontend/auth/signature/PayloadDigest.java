package dev.sluice.frontend.auth.signature;

import dev.sluice.frontend.s3.RequestHead;
import dev.sluice.frontend.s3.S3ErrorCode;
import dev.sluice.frontend.s3.S3Exception;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The statement of a request about its body in {@code x-amz-content-sha256}. */
public sealed interface PayloadDigest {
  String HEADER = "x-amz-content-sha256";

  /** The value of a body that no signature covers. */
  String UNSIGNED = "UNSIGNED-PAYLOAD";

  /** Nothing, or that it is unsigned. */
  record Unsigned() implements PayloadDigest {}

  /**
   * The SHA-256 of the whole body.
   *
   * @param hex 64 lower-case digits
   */
  record Sha256(String hex) implements PayloadDigest {}

  /**
   * A body framed as aws-chunked.
   *
   * @param signed whether each chunk, and the trailer, has a signature
   * @param trailer whether trailing headers may follow
   */
  record Chunked(boolean signed, boolean trailer) implements PayloadDigest {}

  /**
   * Reads what a request states. Without a statement, aws-chunked as content encoding says the same
   * about the framing.
   *
   * @param value the value of the header, or of the parameter that stands for it in a presigned
   *     request
   */
  static PayloadDigest of(RequestHead head, @Nullable String value) {
    PayloadDigest stated = parse(value);
    boolean framed =
        head.header("x-amz-decoded-content-length") != null && hasChunkedEncoding(head);
    return switch (stated) {
      case Unsigned unsigned -> framed ? new Chunked(false, true) : unsigned;
      case Chunked chunked -> chunked;
      case Sha256 whole when !framed -> whole;
      case Sha256 _ ->
          throw new S3Exception(
              S3ErrorCode.INVALID_REQUEST,
              "The aws-chunked encoding requires a streaming value of " + HEADER);
    };
  }

  private static boolean hasChunkedEncoding(RequestHead head) {
    String encoding = head.header("content-encoding");
    if (encoding != null) {
      for (String token : encoding.split(",", -1)) {
        if (token.strip().equalsIgnoreCase("aws-chunked")) {
          return true;
        }
      }
    }
    return false;
  }

  private static PayloadDigest parse(@Nullable String value) {
    return switch (value) {
      case null -> new Unsigned();
      case UNSIGNED -> new Unsigned();
      case "STREAMING-UNSIGNED-PAYLOAD-TRAILER" -> new Chunked(false, true);
      case "STREAMING-AWS4-HMAC-SHA256-PAYLOAD" -> new Chunked(true, false);
      case "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER" -> new Chunked(true, true);
      case "STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD",
          "STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD-TRAILER" ->
          throw S3Exception.headerNotImplemented(HEADER, value);
      case String hex when Hashes.isSha256Hex(hex) -> new Sha256(hex.toLowerCase(Locale.ROOT));
      default ->
          throw S3Exception.invalidArgument(
              HEADER
                  + " must be UNSIGNED-PAYLOAD, STREAMING-UNSIGNED-PAYLOAD-TRAILER,"
                  + " STREAMING-AWS4-HMAC-SHA256-PAYLOAD,"
                  + " STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER or a valid sha256 value.",
              HEADER,
              value);
    };
  }
}
