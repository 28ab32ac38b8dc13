package dev.sluice.agent.store;

import dev.sluice.common.model.StorageException;
import dev.sluice.v1.FailureReason;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Places in the byte order of keys. */
final class KeyOrder {
  private KeyOrder() {}

  /** The bytes of a text that a request compares keys with; it need not be a key. */
  static byte[] bytes(String what, String text) {
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
  static byte[] after(String key) {
    byte[] bytes = bytes("key", key);
    return Arrays.copyOf(bytes, bytes.length + 1);
  }

  /** The first place after all keys that begin so; no byte of UTF-8 is the highest one. */
  static byte[] afterAll(String prefix) {
    byte[] bytes = bytes("prefix", prefix);
    bytes[bytes.length - 1]++;
    return bytes;
  }
}
