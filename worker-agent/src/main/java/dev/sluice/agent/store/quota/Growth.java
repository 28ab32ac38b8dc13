package dev.sluice.agent.store.quota;

import dev.sluice.agent.store.engine.bucket.Usage;

/**
 * Growth of a usage by a change.
 *
 * @param bytes 0 where it does not grow in bytes
 * @param objects 0 where it does not grow in objects
 */
record Growth(long bytes, long objects) {
  static final Growth NONE = new Growth(0, 0);

  /** That of a change that makes this difference. */
  static Growth of(Usage difference) {
    return new Growth(Math.max(0, difference.bytes()), Math.max(0, difference.objects()));
  }

  Growth plus(Growth other) {
    return new Growth(bytes + other.bytes, objects + other.objects);
  }

  Growth minus(Growth other) {
    return new Growth(bytes - other.bytes, objects - other.objects);
  }
}
