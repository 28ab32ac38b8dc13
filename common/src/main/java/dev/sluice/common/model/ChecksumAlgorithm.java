package dev.sluice.common.model;

/** The checksums of the S3 API ("Checking object integrity", Amazon S3 User Guide). */
public enum ChecksumAlgorithm {
  /** CRC-32 of ISO 3309. */
  CRC32(4, true),
  /** CRC-32C (Castagnoli). */
  CRC32C(4, true),
  /** CRC-64/NVME. */
  CRC64NVME(8, true),
  /** SHA-1. */
  SHA1(20, false),
  /** SHA-256. */
  SHA256(32, false),
  /** SHA-512. */
  SHA512(64, false),
  /** MD5. */
  MD5(16, false),
  /** XXH64 with seed 0. */
  XXHASH64(8, false),
  /** XXH3 of 64 bits with seed 0. */
  XXHASH3(8, false),
  /** XXH3 of 128 bits with seed 0. */
  XXHASH128(16, false);

  private final int bytes;
  private final boolean combines;

  ChecksumAlgorithm(int bytes, boolean combines) {
    this.bytes = bytes;
    this.combines = combines;
  }

  /** Length of a digest in bytes; CRCs and XXHash are big-endian. */
  public int bytes() {
    return bytes;
  }

  /** Whether checksums of parts combine to that of the whole without its bytes. */
  public boolean combines() {
    return combines;
  }
}
