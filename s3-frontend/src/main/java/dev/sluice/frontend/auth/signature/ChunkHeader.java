package dev.sluice.frontend.auth.signature;

import dev.sluice.frontend.s3.S3ErrorCode;
import dev.sluice.frontend.s3.S3Exception;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The line before a chunk: {@code size[;chunk-signature=signature]}, the size in hexadecimal.
 *
 * @param size of the chunk's data in bytes; 0 for the last chunk
 * @param signature of the chunk in hexadecimal, null when there is none
 */
record ChunkHeader(long size, @Nullable String signature) {
  private static final String SIGNATURE = "chunk-signature=";

  /** Enough for every long, so that a size neither overflows nor hides behind zeros. */
  private static final int MAXIMUM_DIGITS = 15;

  static ChunkHeader parse(String line) {
    int semicolon = line.indexOf(';');
    String size = semicolon < 0 ? line : line.substring(0, semicolon);
    if (size.isEmpty()
        || size.length() > MAXIMUM_DIGITS
        || !size.chars().allMatch(HexFormat::isHexDigit)) {
      throw malformed(
          "chunk size: " + size + " (expected: 1 to " + MAXIMUM_DIGITS + " hexadecimal digits)");
    }
    return new ChunkHeader(
        HexFormat.fromHexDigitsToLong(size),
        semicolon < 0 ? null : signature(line.substring(semicolon + 1)));
  }

  private static String signature(String extension) {
    String signature =
        extension.startsWith(SIGNATURE) ? extension.substring(SIGNATURE.length()) : "";
    if (!Hashes.isSha256Hex(signature)) {
      throw malformed(
          "chunk extension: "
              + extension
              + " (expected: "
              + SIGNATURE
              + " and 64 hexadecimal digits)");
    }
    return signature;
  }

  static S3Exception malformed(String what) {
    return new S3Exception(
        S3ErrorCode.INVALID_REQUEST, "The aws-chunked body is malformed; " + what);
  }
}
