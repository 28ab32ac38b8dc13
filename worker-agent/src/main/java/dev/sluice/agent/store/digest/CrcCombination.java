package dev.sluice.agent.store.digest;

import dev.sluice.common.model.ChecksumAlgorithm;

/**
 * The CRC of a whole from the CRCs of its parts, without the bytes: appending n zero bytes
 * multiplies a CRC by x^(8n) modulo the polynomial, and CRCs add up by exclusive or. Holds for
 * reflected CRCs that start with all bits set and flip all bits at the end, which are all of S3's.
 */
final class CrcCombination {
  private final long polynomial;
  private final long one;

  private long powerLength = -1;
  private long power;

  private CrcCombination(long polynomial, int bits) {
    this.polynomial = polynomial;
    one = 1L << (bits - 1); // reflected: the highest bit is x^0
  }

  static CrcCombination of(ChecksumAlgorithm algorithm) {
    return switch (algorithm) {
      case CRC32 -> new CrcCombination(0xedb88320L, 32);
      case CRC32C -> new CrcCombination(0x82f63b78L, 32);
      case CRC64NVME -> new CrcCombination(0x9a6c9329ac4bc9b5L, 64);
      case SHA1, SHA256, SHA512, MD5, XXHASH64, XXHASH3, XXHASH128 ->
          throw new IllegalArgumentException(
              "checksum algorithm: " + algorithm + " (expected: a CRC)");
    };
  }

  /** The CRC of two pieces one after the other; of the second the length in bytes is needed too. */
  long combine(long first, long second, long secondLength) {
    if (secondLength != powerLength) { // parts are mostly of one length
      power = powerOfBytes(secondLength);
      powerLength = secondLength;
    }
    return multiply(power, first) ^ second;
  }

  /** x^(8 * length) modulo the polynomial. */
  private long powerOfBytes(long length) {
    long result = one;
    long factor = one >>> 8;
    for (long rest = length; rest > 0; rest >>>= 1) {
      if ((rest & 1) == 1) {
        result = multiply(result, factor);
      }
      factor = multiply(factor, factor);
    }
    return result;
  }

  private long multiply(long a, long b) {
    long product = 0;
    long shifted = b;
    for (long bit = one; bit != 0; bit >>>= 1) {
      if ((a & bit) != 0) {
        product ^= shifted;
      }
      shifted = (shifted & 1) == 0 ? shifted >>> 1 : (shifted >>> 1) ^ polynomial;
    }
    return product;
  }
}
