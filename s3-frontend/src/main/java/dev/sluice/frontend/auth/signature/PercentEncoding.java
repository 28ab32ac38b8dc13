package dev.sluice.frontend.auth.signature;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.frontend.s3.PercentDecoding;
import java.util.HexFormat;

/**
 * Percent-encoding as Signature V4 defines it: all but {@code A-Z a-z 0-9 - . _ ~} becomes {@code
 * %XX}, in upper case.
 */
final class PercentEncoding {
  private static final HexFormat UPPER = HexFormat.of().withUpperCase();

  private PercentEncoding() {}

  /** The canonical form of a name or a value of a query. */
  static String encode(String text) {
    return isUnreserved(text) ? text : encode(text, "");
  }

  /**
   * The canonical form of a path as it was sent: slashes stay, {@code +} is itself. Fails with
   * {@code InvalidURI} when it cannot be decoded.
   */
  static String canonicalPath(String sent) {
    return encode(PercentDecoding.ofPath(sent), "/");
  }

  private static String encode(String text, String kept) {
    byte[] bytes = text.getBytes(UTF_8);
    StringBuilder canonical = new StringBuilder(bytes.length + 16);
    for (byte value : bytes) {
      if (isUnreserved((char) (value & 0xff)) || kept.indexOf(value) >= 0) {
        canonical.append((char) value);
      } else {
        canonical.append('%');
        UPPER.toHexDigits(canonical, value);
      }
    }
    return canonical.toString();
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
