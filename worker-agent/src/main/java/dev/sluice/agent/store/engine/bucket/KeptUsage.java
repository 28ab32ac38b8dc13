package dev.sluice.agent.store.engine.bucket;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Usage of a bucket as it is kept with the bucket's record.
 *
 * @param usage last known one
 * @param settled whether it was kept at a clean end, so that no change is missing
 * @param counted when the last count of the whole bucket began; null: it was never counted
 */
public record KeptUsage(Usage usage, boolean settled, @Nullable Instant counted) {
  /** The same, of which changes may be missing from now on. */
  public KeptUsage unsettled() {
    return new KeptUsage(usage, false, counted);
  }
}
