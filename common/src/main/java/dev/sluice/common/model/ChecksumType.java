package dev.sluice.common.model;

/** What the bytes of a checksum cover. */
public enum ChecksumType {
  /** The whole object. */
  FULL_OBJECT,
  /**
   * The checksums of the parts, one after the other; written with a dash and the number of parts.
   */
  COMPOSITE
}
