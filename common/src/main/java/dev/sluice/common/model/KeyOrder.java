package dev.sluice.common.model;

import dev.sluice.v1.FailureReason;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The order of keys: by bytes of UTF-8, which is not that of Java's strings. */
public final class KeyOrder {
  private KeyOrder() {}

  /** Compares two keys, as {@link java.util.Comparator} does. */
  public static int compare(String one, String other) {
    return Arrays.compareUnsigned(
        one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }

  /** The bytes of a text that a request compares keys with; it need not be a key. */
  public static byte[] bytes(String what, String text) {
    try {
      ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
      byte[] bytes = new byte[encoded.remaining()];
      encoded.get(bytes);
      return bytes;
    } catch (CharacterCodingException e) {
      throw new StorageException(
          FailureReason.ARGUMENT_INVALID,
          what + ": an unpaired surrogate (expected: Unicode text)");
    }
  }

  /** The first place after a key. */
  public static byte[] after(String key) {
    byte[] bytes = bytes("key", key);
    return Arrays.copyOf(bytes, bytes.length + 1);
  }

  /** The first place after all keys that begin so; no byte of UTF-8 is the highest one. */
  public static byte[] afterAll(String prefix) {
    byte[] bytes = bytes("prefix", prefix);
    bytes[bytes.length - 1]++;
    return bytes;
  }
}
