package dev.sluice.frontend.op;

import dev.sluice.common.model.Region;
import dev.sluice.v1.Bucket;
import org.jspecify.annotations.Nullable;

/**
 * The regions of buckets: all in the configured region, or else each in the one that its creator
 * named.
 *
 * @param fixed the configured region; null: none
 */
record BucketRegions(@Nullable Region fixed) {
  Region of(Bucket bucket) {
    if (fixed != null) {
      return fixed;
    }
    return bucket.getRegion().isEmpty() ? Region.US_EAST_1 : new Region(bucket.getRegion());
  }

  /** The region of a new bucket; null where it cannot be there. */
  @Nullable Region named(@Nullable String constraint) {
    if (constraint == null || constraint.isEmpty()) {
      return fixed == null ? Region.US_EAST_1 : fixed;
    }
    if (fixed != null) {
      return constraint.equals(fixed.name()) ? fixed : null;
    }
    return Region.isLegal(constraint) ? new Region(constraint) : null;
  }

  /** The expected form of a constraint. */
  String expected() {
    return fixed == null ? "a region such as eu-west-1" : fixed.name();
  }
}
