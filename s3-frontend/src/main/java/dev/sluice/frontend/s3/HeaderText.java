package dev.sluice.frontend.s3;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Text in HTTP headers beyond ASCII. HTTP knows only bytes there; today's clients send UTF-8, old
 * ones ISO 8859-1.
 */
public final class HeaderText {
  private static final Pattern TOKEN = Pattern.compile("[a-z0-9!#$%&'*+.^_`|~-]++");

  private HeaderText() {}

  /** The text of a value that has one character for each byte: UTF-8 if it is, else ISO 8859-1. */
  public static String fromWire(String value) {
    if (isAscii(value)) {
      return value;
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(value.getBytes(StandardCharsets.ISO_8859_1)))
          .toString();
    } catch (CharacterCodingException e) {
      return value;
    }
  }

  /** The value of a text, with one character for each byte of its UTF-8. */
  public static String toWire(String text) {
    return isAscii(text)
        ? text
        : new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  /**
   * The name of a header that comes as something else, a parameter or a field of a form: in lower
   * case. Fails with InvalidArgument where no header can have it.
   */
  public static String checkedName(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    if (!TOKEN.matcher(lower).matches()) {
      throw S3Exception.invalidArgument("No header can have this name", name, null);
    }
    return lower;
  }

  /**
   * The value of a header that comes as something else, with one character for each byte. Fails
   * with InvalidArgument where no header can hold it.
   */
  public static String checkedValue(String name, String value) {
    if (value.chars().anyMatch(c -> c < ' ' || c == 0x7f)) {
      throw S3Exception.invalidArgument("A header cannot hold control characters", name, null);
    }
    return toWire(value.strip());
  }

  static boolean isAscii(String value) {
    for (int i = 0; i < value.length(); i++) {
      if (value.charAt(i) >= 0x80) {
        return false;
      }
    }
    return true;
  }
}
