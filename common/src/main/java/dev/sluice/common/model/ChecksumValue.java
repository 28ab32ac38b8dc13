package dev.sluice.common.model;

import java.util.Arrays;
import java.util.Base64;

/**
 * One checksum.
 *
 * @param algorithm which one
 * @param type what it covers
 * @param value the digest, as many bytes as the algorithm has; not to be changed
 */
@SuppressWarnings(
    "ArrayRecordComponent") // equality is defined below; digests are never changed after they are
// made
public record ChecksumValue(ChecksumAlgorithm algorithm, ChecksumType type, byte[] value) {
  /** The digest in Base64, as S3's headers write it (without the {@code -N} of a composite one). */
  public String base64() {
    return Base64.getEncoder().encodeToString(value);
  }

  /** Whether it is this algorithm's over all bytes, and not over the checksums of parts. */
  public boolean isOfTheWhole(ChecksumAlgorithm wanted) {
    return algorithm == wanted && type == ChecksumType.FULL_OBJECT;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ChecksumValue that
        && algorithm == that.algorithm
        && type == that.type
        && Arrays.equals(value, that.value);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(value);
  }

  @Override
  public String toString() {
    return algorithm + ":" + type + ":" + base64();
  }
}
