package dev.sluice.common.digest;

import com.dynatrace.hash4j.hashing.Hashing;
import dev.sluice.common.model.ChecksumAlgorithm;
import dev.sluice.common.model.ChecksumType;
import dev.sluice.common.model.ChecksumValue;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/**
 * A checksum on its way: fed in pieces of any size, finished once. Not safe for use by several
 * threads at once.
 *
 * <p>The algorithms are those of the S3 API ("Checking object integrity", Amazon S3 User Guide).
 */
public abstract sealed class Checksum permits CrcChecksum, HashChecksum, XxHash64, XxHash128 {
  private final ChecksumAlgorithm algorithm;

  Checksum(ChecksumAlgorithm algorithm) {
    this.algorithm = algorithm;
  }

  /** A checksum of no bytes yet. */
  public static Checksum of(ChecksumAlgorithm algorithm) {
    return switch (algorithm) {
      case CRC32 -> new CrcChecksum(algorithm, new CRC32());
      case CRC32C -> new CrcChecksum(algorithm, new CRC32C());
      case CRC64NVME -> new CrcChecksum(algorithm, new Crc64Nvme());
      case SHA1 -> new HashChecksum(algorithm, "SHA-1");
      case SHA256 -> new HashChecksum(algorithm, "SHA-256");
      case SHA512 -> new HashChecksum(algorithm, "SHA-512");
      case MD5 -> new HashChecksum(algorithm, "MD5");
      case XXHASH64 -> new XxHash64(algorithm, Hashing.xxh64());
      case XXHASH3 -> new XxHash64(algorithm, Hashing.xxh3_64());
      case XXHASH128 -> new XxHash128(algorithm, Hashing.xxh3_128());
    };
  }

  /** The algorithm of this checksum. */
  public final ChecksumAlgorithm algorithm() {
    return algorithm;
  }

  /** Adds the remaining bytes of a heap or direct buffer, and consumes them. */
  public abstract void update(ByteBuffer bytes);

  /**
   * The digest of what was added, {@link ChecksumAlgorithm#bytes()} long, numbers big-endian. To be
   * called once, at the end.
   */
  public abstract byte[] digest();

  /** {@link #digest()} as the checksum of a whole object or part. */
  public final ChecksumValue value() {
    return new ChecksumValue(algorithm, ChecksumType.FULL_OBJECT, digest());
  }
}
