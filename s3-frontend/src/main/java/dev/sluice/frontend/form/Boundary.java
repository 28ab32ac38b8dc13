package dev.sluice.frontend.form;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.sluice.frontend.s3.S3ErrorCode;
import dev.sluice.frontend.s3.S3Exception;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The boundary that separates the parts of a multipart body (RFC 2046 section 5.1.1). */
final class Boundary {
  private static final String MEDIA_TYPE = "multipart/form-data";

  /** The form of a quoted boundary; many clients leave out the quotes where there is no blank. */
  private static final Pattern LEGAL = Pattern.compile("[A-Za-z0-9'()+_,./:=? -]{1,70}");

  private Boundary() {}

  static boolean isForm(@Nullable String contentType) {
    if (contentType == null) {
      return false;
    }
    int semicolon = contentType.indexOf(';');
    String type = semicolon < 0 ? contentType : contentType.substring(0, semicolon);
    return type.strip().toLowerCase(Locale.ROOT).equals(MEDIA_TYPE);
  }

  /** The bytes that end a part: a line's end, two dashes, the boundary. */
  static byte[] delimiter(String contentType) {
    String boundary = HeaderParameters.parse(contentType).parameters().get("boundary");
    if (boundary == null || !LEGAL.matcher(boundary).matches() || boundary.endsWith(" ")) {
      throw new S3Exception(S3ErrorCode.MALFORMED_POST_REQUEST);
    }
    return ("\r\n--" + boundary).getBytes(ISO_8859_1);
  }
}
