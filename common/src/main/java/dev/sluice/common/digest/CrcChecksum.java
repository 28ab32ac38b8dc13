package dev.sluice.common.digest;

import dev.sluice.common.model.ChecksumAlgorithm;
import java.nio.ByteBuffer;

/** A cyclic redundancy check of 32 or 64 bits. */
final class CrcChecksum extends Checksum {
  private final java.util.zip.Checksum crc;

  CrcChecksum(ChecksumAlgorithm algorithm, java.util.zip.Checksum crc) {
    super(algorithm);
    this.crc = crc;
  }

  @Override
  public void update(ByteBuffer bytes) {
    crc.update(bytes);
  }

  @Override
  public byte[] digest() {
    return bigEndian(crc.getValue(), algorithm().bytes());
  }

  /** The low bytes of a value, the most significant one first. */
  private static byte[] bigEndian(long value, int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) (value >>> (8 * (length - 1 - i)));
    }
    return bytes;
  }
}
