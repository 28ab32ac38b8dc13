package dev.sluice.frontend.form;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.sluice.frontend.s3.S3ErrorCode;
import dev.sluice.frontend.s3.S3Exception;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What separates the parts of a multipart body (RFC 2046 section 5.1.1). */
final class Boundary {
  private static final String MEDIA_TYPE = "multipart/form-data";
  private static final Pattern PARAMETER =
      Pattern.compile(
          ";\\s*boundary=(?:\"([A-Za-z0-9'()+_,./:=?"
              + " -]{1,70})\"|([A-Za-z0-9'+_./:=?-]{1,70}))\\s*(?:;.*)?$",
          Pattern.CASE_INSENSITIVE);

  private Boundary() {}

  static boolean isForm(@Nullable String contentType) {
    return contentType != null
        && contentType.toLowerCase(Locale.ROOT).split(";", 2)[0].strip().equals(MEDIA_TYPE);
  }

  /** The bytes that end a part: a line's end, two dashes, the boundary. */
  static byte[] delimiter(String contentType) {
    Matcher parameter = PARAMETER.matcher(contentType);
    if (!parameter.find()) {
      throw new S3Exception(S3ErrorCode.MALFORMED_POST_REQUEST);
    }
    String quoted = parameter.group(1);
    String boundary = quoted == null ? parameter.group(2) : quoted;
    if (boundary.endsWith(" ")) {
      throw new S3Exception(S3ErrorCode.MALFORMED_POST_REQUEST);
    }
    return ("\r\n--" + boundary).getBytes(ISO_8859_1);
  }
}
