package dev.sluice.agent.store.digest;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** MD5, which tags are made of. */
public final class Md5 {
  private Md5() {}

  /** A digest of nothing yet. */
  public static MessageDigest begin() {
    try {
      return MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has MD5", e);
    }
  }

  /** The digest of the remaining bytes of a buffer, which are taken from it. */
  public static byte[] of(ByteBuffer bytes) {
    MessageDigest md5 = begin();
    md5.update(bytes);
    return md5.digest();
  }
}
