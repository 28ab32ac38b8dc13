package dev.sluice.agent.store.digest;

import dev.sluice.common.digest.Checksum;
import dev.sluice.common.model.ChecksumAlgorithm;
import dev.sluice.common.model.ChecksumType;
import dev.sluice.common.model.ChecksumValue;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * The checksum of an object made of parts, from the checksums of the parts; no byte of the object
 * is read.
 */
public final class ChecksumOfParts {
  private ChecksumOfParts() {}

  /**
   * The checksum of the parts' bytes one after the other.
   *
   * @param algorithm one that {@link ChecksumAlgorithm#combines() combines}; any other is an
   *     IllegalArgumentException
   * @param parts in their order
   */
  public static ChecksumValue fullObject(ChecksumAlgorithm algorithm, List<PartChecksum> parts) {
    CrcCombination combination = CrcCombination.of(algorithm);
    long crc = 0; // the CRC of no bytes
    for (PartChecksum part : parts) {
      checkLength(algorithm, part);
      crc = combination.combine(crc, value(part.digest()), part.length());
    }
    byte[] digest = new byte[algorithm.bytes()];
    for (int i = digest.length - 1; i >= 0; i--, crc >>>= 8) {
      digest[i] = (byte) crc;
    }
    return new ChecksumValue(algorithm, ChecksumType.FULL_OBJECT, digest);
  }

  /**
   * The checksum of the parts' checksums one after the other, which S3 writes with a dash and the
   * number of parts.
   *
   * @param parts in their order
   */
  public static ChecksumValue composite(ChecksumAlgorithm algorithm, List<PartChecksum> parts) {
    Checksum whole = Checksum.of(algorithm);
    for (PartChecksum part : parts) {
      checkLength(algorithm, part);
      whole.update(ByteBuffer.wrap(part.digest()));
    }
    return new ChecksumValue(algorithm, ChecksumType.COMPOSITE, whole.digest());
  }

  private static long value(byte[] bigEndian) {
    long value = 0;
    for (byte part : bigEndian) {
      value = value << 8 | (part & 0xff);
    }
    return value;
  }

  private static void checkLength(ChecksumAlgorithm algorithm, PartChecksum part) {
    if (part.digest().length != algorithm.bytes()) {
      throw new IllegalArgumentException(
          algorithm
              + " digest: "
              + part.digest().length
              + " bytes (expected: "
              + algorithm.bytes()
              + ")");
    }
  }
}
