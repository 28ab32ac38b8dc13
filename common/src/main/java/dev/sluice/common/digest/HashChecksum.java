package dev.sluice.common.digest;

import dev.sluice.common.model.ChecksumAlgorithm;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** A hash that the JDK has. */
final class HashChecksum extends Checksum {
  private final MessageDigest hash;

  HashChecksum(ChecksumAlgorithm algorithm, String name) {
    super(algorithm);
    try {
      hash = MessageDigest.getInstance(name);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has " + name, e);
    }
  }

  @Override
  public void update(ByteBuffer bytes) {
    hash.update(bytes);
  }

  @Override
  public byte[] digest() {
    return hash.digest();
  }
}
