package dev.sluice.common.model;

/** The bytes that a checksum covers. */
public enum ChecksumType {
  /** The whole object. */
  FULL_OBJECT,
  /**
   * The checksums of the parts, one after the other; written with a dash and the number of parts.
   */
  COMPOSITE
}
