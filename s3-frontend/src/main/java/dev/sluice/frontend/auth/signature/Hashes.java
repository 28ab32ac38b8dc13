package dev.sluice.frontend.auth.signature;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The cryptographic functions that signatures are made of. */
public final class Hashes {
  static final HexFormat HEX = HexFormat.of();

  /** SHA-256 of no bytes, in hexadecimal. */
  static final String EMPTY_SHA256 =
      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

  private Hashes() {}

  /** The bytes of a text that has one character for each byte, as headers have. */
  static byte[] wireBytes(String text) {
    return text.getBytes(ISO_8859_1);
  }

  /** The text with one character for each byte of a path, which was read as UTF-8. */
  static String wireText(String path) {
    byte[] bytes = path.getBytes(UTF_8);
    return bytes.length == path.length() ? path : new String(bytes, ISO_8859_1);
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  public static String sha256Hex(String text) {
    return HEX.formatHex(sha256().digest(wireBytes(text)));
  }

  static byte[] hmacSha256(byte[] key, String text) {
    return hmac("HmacSHA256", key).doFinal(wireBytes(text));
  }

  static byte[] hmacSha1(byte[] key, String text) {
    return hmac("HmacSHA1", key).doFinal(wireBytes(text));
  }

  static Mac hmac(String algorithm, byte[] key) {
    try {
      Mac mac = Mac.getInstance(algorithm);
      mac.init(new SecretKeySpec(key, algorithm));
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + algorithm, e);
    }
  }

  /** Whether two texts are equal, in a time that does not depend on where they differ. */
  static boolean equalInConstantTime(String computed, String presented) {
    return MessageDigest.isEqual(computed.getBytes(UTF_8), presented.getBytes(UTF_8));
  }

  /** Whether a text is a SHA-256 in hexadecimal, in either case. */
  static boolean isSha256Hex(String text) {
    return text.length() == 64 && text.chars().allMatch(HexFormat::isHexDigit);
  }
}
