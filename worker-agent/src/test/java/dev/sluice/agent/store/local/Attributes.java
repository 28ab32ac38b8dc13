package dev.sluice.agent.store.local;

/** What a file system can keep with a file. */
enum Attributes {
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
  int limit() {
    return limit;
  }
}
