package dev.sluice.frontend.s3;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * Percent-encoded text of a request, decoded exactly once: {@code %252F} is {@code %2F} and stays
 * so. What is no encoding, or decodes to no UTF-8, is InvalidURI. Paths and queries differ in what
 * a {@code +} is; the fields of a form, documents and other headers carry names as they are.
 */
public final class PercentDecoding {
  private PercentDecoding() {}

  /** A piece of a path, where {@code +} stands for itself. */
  public static String ofPath(String raw) {
    return decode(raw, false);
  }

  /** A name or value of a query, or the source of a copy, where {@code +} is a space. */
  public static String ofQuery(String raw) {
    return decode(raw, true);
  }

  private static String decode(String raw, boolean plusIsSpace) {
    boolean plain = raw.indexOf('%') < 0 && (!plusIsSpace || raw.indexOf('+') < 0);
    if (plain && raw.chars().allMatch(character -> character < 0x80)) {
      return raw;
    }
    byte[] sent = raw.getBytes(StandardCharsets.UTF_8);
    ByteBuffer decoded = ByteBuffer.allocate(sent.length);
    int position = 0;
    while (position < sent.length) {
      byte next = sent[position];
      if (next == '%') {
        decoded.put(hexPair(sent, position + 1));
        position += 3;
      } else {
        decoded.put(plusIsSpace && next == '+' ? (byte) ' ' : next);
        position++;
      }
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(decoded.flip()).toString();
    } catch (CharacterCodingException e) {
      throw new S3Exception(
          S3ErrorCode.INVALID_URI, "Couldn't parse the specified URI: not UTF-8 once decoded.");
    }
  }

  private static byte hexPair(byte[] sent, int position) {
    boolean wellFormed =
        position + 1 < sent.length
            && HexFormat.isHexDigit(sent[position])
            && HexFormat.isHexDigit(sent[position + 1]);
    if (!wellFormed) {
      throw new S3Exception(
          S3ErrorCode.INVALID_URI,
          "Couldn't parse the specified URI: % without two hexadecimal digits.");
    }
    return (byte)
        (HexFormat.fromHexDigit(sent[position]) << 4 | HexFormat.fromHexDigit(sent[position + 1]));
  }
}
