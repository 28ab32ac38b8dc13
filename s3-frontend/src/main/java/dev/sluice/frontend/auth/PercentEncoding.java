package dev.sluice.frontend.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.frontend.s3.S3ErrorCode;
import dev.sluice.frontend.s3.S3Exception;
import java.io.ByteArrayOutputStream;
import java.util.HexFormat;

/**
 * Percent-encoding as Signature V4 defines it: all but {@code A-Z a-z 0-9 - . _ ~} becomes {@code
 * %XX}, in upper case.
 */
final class PercentEncoding {
  private static final HexFormat UPPER = HexFormat.of().withUpperCase();

  private PercentEncoding() {}

  /**
   * The canonical form of a part of a query as it was sent. Fails with {@code InvalidURI} when it
   * cannot be decoded.
   */
  static String canonical(String sent) {
    if (isUnreserved(sent)) {
      return sent;
    }
    return encode(bytes(sent, true), "");
  }

  /**
   * The canonical form of a path as it was sent: slashes stay, {@code +} is itself. Fails with
   * {@code InvalidURI} when it cannot be decoded.
   */
  static String canonicalPath(String sent) {
    return encode(bytes(sent, false), "/");
  }

  private static String encode(byte[] decoded, String kept) {
    StringBuilder canonical = new StringBuilder(decoded.length + 16);
    for (byte value : decoded) {
      if (isUnreserved((char) (value & 0xff)) || kept.indexOf(value) >= 0) {
        canonical.append((char) value);
      } else {
        canonical.append('%');
        UPPER.toHexDigits(canonical, value);
      }
    }
    return canonical.toString();
  }

  /**
   * The text of a part of a query as it was sent; {@code +} is a space. Fails with {@code
   * InvalidURI}.
   */
  static String decode(String sent) {
    return isUnreserved(sent) ? sent : new String(bytes(sent, true), UTF_8);
  }

  private static byte[] bytes(String sent, boolean plusIsSpace) {
    byte[] raw = sent.getBytes(UTF_8);
    ByteArrayOutputStream decoded = new ByteArrayOutputStream(raw.length);
    for (int i = 0; i < raw.length; i++) {
      switch (raw[i]) {
        case '+' -> decoded.write(plusIsSpace ? ' ' : '+');
        case '%' -> {
          if (i + 2 >= raw.length
              || !HexFormat.isHexDigit(raw[i + 1])
              || !HexFormat.isHexDigit(raw[i + 2])) {
            throw new S3Exception(S3ErrorCode.INVALID_URI);
          }
          decoded.write(
              HexFormat.fromHexDigit(raw[i + 1]) << 4 | HexFormat.fromHexDigit(raw[i + 2]));
          i += 2;
        }
        default -> decoded.write(raw[i]);
      }
    }
    return decoded.toByteArray();
  }

  private static boolean isUnreserved(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (!isUnreserved(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isUnreserved(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '-'
        || c == '.'
        || c == '_'
        || c == '~';
  }
}
