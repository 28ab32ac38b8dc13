package dev.sluice.common.model;

import java.time.Instant;

/**
 * {@code If-Range}, RFC 9110 section 13.1.5: the range counts if the object is still the one that
 * the reader has begun with; otherwise all of it is meant.
 */
public sealed interface RangeCondition {
  /**
   * By its tag, which compares strongly.
   *
   * @param etag that the object has
   */
  record Tag(ETag etag) implements RangeCondition {}

  /**
   * By its time, which is exactly this one in whole seconds.
   *
   * @param lastModified that the object has
   */
  record Time(Instant lastModified) implements RangeCondition {}
}
