package dev.sluice.common.model;

import dev.sluice.v1.FailureReason;

/**
 * A tag of a bucket or of an object, under the rules of Amazon S3.
 *
 * @param key 1 to 128 characters, not beginning with {@code aws:}
 * @param value up to 256 characters
 */
public record Tag(String key, String value) {
  /** The longest key, UTF-16 code units, as AWS counts. */
  public static final int MAX_KEY = 128;

  /** The longest value, likewise. */
  public static final int MAX_VALUE = 256;

  /** Prefix of the keys that AWS keeps for itself, in capitals as well. */
  private static final String RESERVED = "aws:";

  /** Fails with {@code TAG_INVALID} for any other key or value. */
  public Tag {
    boolean reserved = key.regionMatches(true, 0, RESERVED, 0, RESERVED.length());
    if (key.isEmpty() || key.length() > MAX_KEY || reserved || !isLegal(key)) {
      throw invalid(
          "tag key: '"
              + shortened(key)
              + "' (expected: 1.."
              + MAX_KEY
              + " letters, digits, spaces or + - = . _ : / @, not beginning with aws:)");
    }
    if (value.length() > MAX_VALUE || !isLegal(value)) {
      throw invalid(
          "tag value: '"
              + shortened(value)
              + "' (expected: at most "
              + MAX_VALUE
              + " letters, digits, spaces or + - = . _ : / @)");
    }
  }

  private static StorageException invalid(String message) {
    return new StorageException(FailureReason.TAG_INVALID, message);
  }

  /** No message is longer than what it is about may be. */
  private static String shortened(String text) {
    return text.length() <= MAX_VALUE ? text : text.substring(0, MAX_VALUE) + "…";
  }

  private static boolean isLegal(String text) {
    for (int at = 0; at < text.length(); at += Character.charCount(text.codePointAt(at))) {
      if (!isLegal(text.codePointAt(at))) {
        return false;
      }
    }
    return true;
  }

  /** Letters, digits and spaces of any script, as Unicode has them, and eight signs. */
  private static boolean isLegal(int character) {
    return switch (Character.getType(character)) {
      case Character.UPPERCASE_LETTER,
          Character.LOWERCASE_LETTER,
          Character.TITLECASE_LETTER,
          Character.MODIFIER_LETTER,
          Character.OTHER_LETTER,
          Character.DECIMAL_DIGIT_NUMBER,
          Character.LETTER_NUMBER,
          Character.OTHER_NUMBER,
          Character.SPACE_SEPARATOR ->
          true;
      default -> "+-=._:/@".indexOf(character) >= 0;
    };
  }
}
