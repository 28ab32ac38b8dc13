package dev.sluice.common.model;

import dev.sluice.v1.FailureReason;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
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

  /**
   * Fails with {@code KEY_INVALID} for an empty key or unpaired surrogates, {@code KEY_TOO_LONG}
   * beyond 1,024 bytes.
   */
  public ObjectKey {
    if (value.isEmpty()) {
      throw new StorageException(
          FailureReason.KEY_INVALID, "key: empty (expected: 1 to 1024 bytes of UTF-8)");
    }
    int length = encode(value).remaining();
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

  private static ByteBuffer encode(String value) {
    try {
      return StandardCharsets.UTF_8
          .newEncoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .encode(CharBuffer.wrap(value));
    } catch (CharacterCodingException e) {
      throw new StorageException(
          FailureReason.KEY_INVALID, "key: unpaired surrogate (expected: Unicode text)");
    }
  }
}
