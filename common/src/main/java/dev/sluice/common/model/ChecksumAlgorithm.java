package dev.sluice.common.model;

/** The checksums of the S3 API ("Checking object integrity", Amazon S3 User Guide). */
public enum ChecksumAlgorithm {
  /** CRC-32 of ISO 3309. */
  CRC32(4),
  /** CRC-32C (Castagnoli). */
  CRC32C(4),
  /** CRC-64/NVME. */
  CRC64NVME(8),
  /** SHA-1. */
  SHA1(20),
  /** SHA-256. */
  SHA256(32);

  private final int bytes;

  ChecksumAlgorithm(int bytes) {
    this.bytes = bytes;
  }

  /** Length of a digest in bytes; CRCs are big-endian. */
  public int bytes() {
    return bytes;
  }

  /** Whether checksums of parts combine to that of the whole without its bytes. */
  public boolean combines() {
    return bytes <= 8;
  }
}
