package dev.sluice.common.model;

/** Limits of what is kept with an object beside its bytes; whatever obeys them can be read back. */
public enum KeptLimit {
  /** User metadata: all names and values together, as on AWS. */
  USER_METADATA(2 << 10),
  /** All values of {@link ContentHeaders} together. */
  CONTENT_HEADERS(8 << 10);

  private final int bytes;

  KeptLimit(int bytes) {
    this.bytes = bytes;
  }

  /** The most that is kept, bytes of UTF-8. */
  public int bytes() {
    return bytes;
  }
}
