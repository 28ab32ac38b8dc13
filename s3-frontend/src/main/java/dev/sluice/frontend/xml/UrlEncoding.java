package dev.sluice.frontend.xml;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * The spelling of names in an answer under {@code encoding-type=url}: percent-encoded UTF-8, a
 * slash as itself. A space is {@code %20}, which decoders of paths and of forms read alike; AWS's
 * {@code +} is read by the latter only.
 */
public final class UrlEncoding {
  private static final HexFormat UPPER = HexFormat.of().withUpperCase();

  private UrlEncoding() {}

  /** The name, encoded. */
  public static String encode(String name) {
    if (name.chars().allMatch(UrlEncoding::isPlain)) {
      return name;
    }
    StringBuilder encoded = new StringBuilder(name.length() + 32);
    for (byte value : name.getBytes(StandardCharsets.UTF_8)) {
      if (isPlain(value)) {
        encoded.append((char) value);
      } else {
        UPPER.toHexDigits(encoded.append('%'), value);
      }
    }
    return encoded.toString();
  }

  private static boolean isPlain(int character) {
    return (character >= 'a' && character <= 'z')
        || (character >= 'A' && character <= 'Z')
        || (character >= '0' && character <= '9')
        || character == '-'
        || character == '.'
        || character == '_'
        || character == '~'
        || character == '/';
  }
}
