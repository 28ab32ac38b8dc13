package dev.sluice.common.model;

import dev.sluice.v1.FailureReason;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The key of an object: 1 to 1,024 bytes of UTF-8, any of them. Keys compare by their bytes, as S3
 * lists them; this is not the order of Java's strings.
 *
 * @param value the key as text
 */
public record ObjectKey(String value) implements Comparable<ObjectKey> {
  /** Longest key, bytes of UTF-8. */
  public static final int MAX_BYTES = 1024;

  /** The character that stands for what is no UTF-8, and may as well be meant itself. */
  private static final char REPLACEMENT = '\uFFFD';

  /**
   * Fails with {@code KEY_INVALID} for an empty key or unpaired surrogates, {@code KEY_TOO_LONG}
   * beyond 1,024 bytes.
   */
  public ObjectKey {
    if (value.isEmpty()) {
      throw new StorageException(
          FailureReason.KEY_INVALID, "key: empty (expected: 1 to 1024 bytes of UTF-8)");
    }
    int length = encodedLength(value);
    if (length > MAX_BYTES) {
      throw new StorageException(
          FailureReason.KEY_TOO_LONG,
          "key: " + length + " bytes of UTF-8 (expected: 1 to " + MAX_BYTES + ")");
    }
  }

  /**
   * The key of these bytes. Fails as the constructor, and with {@code KEY_INVALID} where they are
   * no UTF-8.
   */
  public static ObjectKey ofUtf8(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    if (text.indexOf(REPLACEMENT) < 0) {
      return new ObjectKey(text);
    }
    try {
      return new ObjectKey(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException e) {
      throw new StorageException(
          FailureReason.KEY_INVALID, "key: " + Arrays.toString(bytes) + " (expected: UTF-8)");
    }
  }

  /** The key's bytes; the array is the caller's. */
  public byte[] utf8() {
    return value.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public int compareTo(ObjectKey other) {
    return Arrays.compareUnsigned(utf8(), other.utf8());
  }

  @Override
  public String toString() {
    return value;
  }

  /** Counted, not encoded: listings make a key of each of their lines. */
  private static int encodedLength(String value) {
    int length = value.length();
    for (int at = 0; at < value.length(); at++) {
      char c = value.charAt(at);
      if (Character.isHighSurrogate(c)
          && at + 1 < value.length()
          && Character.isLowSurrogate(value.charAt(at + 1))) {
        length += 2;
        at++;
      } else if (Character.isSurrogate(c)) {
        throw new StorageException(
            FailureReason.KEY_INVALID, "key: unpaired surrogate (expected: Unicode text)");
      } else if (c >= 0x800) {
        length += 2;
      } else if (c >= 0x80) {
        length++;
      }
    }
    return length;
  }
}
