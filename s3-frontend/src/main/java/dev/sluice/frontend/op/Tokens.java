package dev.sluice.frontend.op;

import dev.sluice.frontend.s3.S3Exception;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.zip.CRC32C;

/**
 * Continuation tokens: opaque to clients, a name to us. Any frontend reads those of any other, so
 * they hold no secret; a version and a checksum distinguish them from what no frontend has issued,
 * a key for one, with which a listing would begin at an arbitrary place.
 *
 * <p>The URL-safe Base64 of the version (1 byte), the CRC-32C of the name (4 bytes, big-endian) and
 * the name as UTF-8.
 */
final class Tokens {
  private static final byte VERSION = 1;
  private static final int HEAD_BYTES = 1 + Integer.BYTES;

  private Tokens() {}

  static String encode(String name) {
    byte[] text = name.getBytes(StandardCharsets.UTF_8);
    ByteBuffer token =
        ByteBuffer.allocate(HEAD_BYTES + text.length).put(VERSION).putInt(crc(text)).put(text);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(token.array());
  }

  /** The name of a token; fails with InvalidArgument where no frontend has issued it. */
  static String decode(String token) {
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(token);
      if (bytes.length >= HEAD_BYTES) {
        ByteBuffer text = ByteBuffer.wrap(bytes).position(HEAD_BYTES);
        String name = StandardCharsets.UTF_8.newDecoder().decode(text).toString();
        if (encode(name).equals(token)) {
          return name;
        }
      }
    } catch (IllegalArgumentException | CharacterCodingException e) {
      // answered below, like a wrong checksum
    }
    throw S3Exception.invalidArgument(
        "The continuation token provided is incorrect", "continuation-token", token);
  }

  private static int crc(byte[] text) {
    CRC32C crc = new CRC32C();
    crc.update(text);
    return (int) crc.getValue();
  }
}
