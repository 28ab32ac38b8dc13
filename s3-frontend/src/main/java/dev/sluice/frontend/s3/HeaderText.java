package dev.sluice.frontend.s3;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Text in HTTP headers beyond ASCII. HTTP knows only bytes there; today's clients send UTF-8, old
 * ones ISO 8859-1.
 */
public final class HeaderText {
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

  static boolean isAscii(String value) {
    return value.chars().allMatch(character -> character < 0x80);
  }
}
