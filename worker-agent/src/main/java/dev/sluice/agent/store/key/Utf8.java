package dev.sluice.agent.store.key;

/** Strict UTF-8 as RFC 3629 defines it: no overlong forms, no surrogates, nothing past U+10FFFF. */
final class Utf8 {
  private Utf8() {}

  static boolean isValid(byte[] bytes, int from, int to) {
    int at = from;
    while (at < to) {
      if (bytes[at] >= 0) {
        at++;
        continue;
      }
      int length = lengthOfValid(bytes, at, to);
      if (length == 0) {
        return false;
      }
      at += length;
    }
    return true;
  }

  /**
   * The length of the code point that begins at {@code at}, in bytes of a text known to be valid.
   */
  static int length(byte[] bytes, int at) {
    int lead = bytes[at] & 0xFF;
    if (lead < 0x80) {
      return 1;
    }
    if (lead < 0xE0) {
      return 2;
    }
    return lead < 0xF0 ? 3 : 4;
  }

  /** The length of the non-ASCII code point at {@code at}, or 0 when there is no valid one. */
  private static int lengthOfValid(byte[] bytes, int at, int to) {
    int lead = bytes[at] & 0xFF;
    int length = length(bytes, at);
    if (lead < 0xC2 || lead > 0xF4 || to - at < length) {
      return 0;
    }
    // The second byte's range keeps out overlong forms, surrogates and what lies past U+10FFFF.
    int second = bytes[at + 1] & 0xFF;
    int lowest = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
    int highest = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
    if (second < lowest || second > highest) {
      return 0;
    }
    for (int next = at + 2; next < at + length; next++) {
      if ((bytes[next] & 0xC0) != 0x80) {
        return 0;
      }
    }
    return length;
  }
}
