package dev.sluice.agent.store.local.posix;

/** What a file system can keep with a file. */
public enum Attributes {
  /** Whole records. */
  LARGE(LimitedAttributes.AS_THEY_ARE),
  /** The core of a record, the rest lies in a sidecar. */
  SMALL(256),
  /** Nothing: records lie in sidecars. */
  NONE(0);

  private final int limit;

  Attributes(int limit) {
    this.limit = limit;
  }

  /** Largest value, bytes. */
  public int limit() {
    return limit;
  }
}
