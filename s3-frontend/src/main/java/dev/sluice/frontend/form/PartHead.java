package dev.sluice.frontend.form;

import dev.sluice.frontend.s3.HeaderText;
import dev.sluice.frontend.s3.S3ErrorCode;
import dev.sluice.frontend.s3.S3Exception;
import java.util.Locale;
import java.util.Set;

/**
 * The headers of one part (RFC 7578 section 4.2).
 *
 * @param name of the field, in lower case
 * @param fileName the last segment of the file's name, as some browsers send its whole path; empty
 *     where there is none
 */
record PartHead(String name, String fileName) {
  /** The accepted transfer encodings of a file: those that leave it as it is. */
  private static final Set<String> TRANSFER_ENCODINGS = Set.of("7bit", "8bit", "binary");

  /** Reads lines of one character for each byte, without the empty line after them. */
  static PartHead parse(String lines) {
    String disposition = null;
    for (String line : lines.split("\r\n", -1)) {
      int colon = line.indexOf(':');
      if (colon <= 0 || line.indexOf('\n') >= 0 || line.indexOf('\0') >= 0) {
        throw malformed();
      }
      if (line.substring(0, colon).equalsIgnoreCase("content-disposition")) {
        if (disposition != null) {
          throw malformed();
        }
        disposition = line.substring(colon + 1).strip();
      } else if (line.substring(0, colon).equalsIgnoreCase("content-transfer-encoding")
          && !TRANSFER_ENCODINGS.contains(
              line.substring(colon + 1).strip().toLowerCase(Locale.ROOT))) {
        throw malformed(); // deprecated, and bytes stored as sent would not be the file's
      }
    }
    if (disposition == null) {
      throw malformed();
    }
    HeaderParameters read = HeaderParameters.parse(disposition);
    String name = HeaderText.fromWire(read.parameters().getOrDefault("name", ""));
    if (!read.value().equals("form-data") || name.isEmpty()) {
      throw malformed();
    }
    String fileName = HeaderText.fromWire(read.parameters().getOrDefault("filename", ""));
    return new PartHead(name.toLowerCase(Locale.ROOT), base(fileName));
  }

  private static String base(String path) {
    return path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
  }

  private static S3Exception malformed() {
    return new S3Exception(S3ErrorCode.MALFORMED_POST_REQUEST);
  }
}
