package dev.sluice.frontend.xml;

import dev.sluice.common.model.ChecksumAlgorithm;
import org.jspecify.annotations.Nullable;

/**
 * The checksum elements that many documents have, at most one of which is there: Base64, of
 * composite ones with the number of parts behind a dash.
 *
 * @param checksumCRC32 CRC-32
 * @param checksumCRC32C CRC-32C
 * @param checksumCRC64NVME CRC-64/NVME
 * @param checksumSHA1 SHA-1
 * @param checksumSHA256 SHA-256
 * @param checksumSHA512 SHA-512
 * @param checksumMD5 MD5
 * @param checksumXXHASH64 XXH64
 * @param checksumXXHASH3 XXH3 of 64 bits
 * @param checksumXXHASH128 XXH3 of 128 bits
 */
public record Checksums(
    @Nullable String checksumCRC32,
    @Nullable String checksumCRC32C,
    @Nullable String checksumCRC64NVME,
    @Nullable String checksumSHA1,
    @Nullable String checksumSHA256,
    @Nullable String checksumSHA512,
    @Nullable String checksumMD5,
    @Nullable String checksumXXHASH64,
    @Nullable String checksumXXHASH3,
    @Nullable String checksumXXHASH128) {
  /** No checksums. */
  public static final Checksums NONE =
      new Checksums(null, null, null, null, null, null, null, null, null, null);

  /** The one of an algorithm. */
  public static Checksums of(ChecksumAlgorithm algorithm, String value) {
    return switch (algorithm) {
      case CRC32 -> new Checksums(value, null, null, null, null, null, null, null, null, null);
      case CRC32C -> new Checksums(null, value, null, null, null, null, null, null, null, null);
      case CRC64NVME -> new Checksums(null, null, value, null, null, null, null, null, null, null);
      case SHA1 -> new Checksums(null, null, null, value, null, null, null, null, null, null);
      case SHA256 -> new Checksums(null, null, null, null, value, null, null, null, null, null);
      case SHA512 -> new Checksums(null, null, null, null, null, value, null, null, null, null);
      case MD5 -> new Checksums(null, null, null, null, null, null, value, null, null, null);
      case XXHASH64 -> new Checksums(null, null, null, null, null, null, null, value, null, null);
      case XXHASH3 -> new Checksums(null, null, null, null, null, null, null, null, value, null);
      case XXHASH128 -> new Checksums(null, null, null, null, null, null, null, null, null, value);
    };
  }
}
