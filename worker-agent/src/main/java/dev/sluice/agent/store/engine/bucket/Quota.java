package dev.sluice.agent.store.engine.bucket;

import dev.sluice.common.model.StorageException;
import dev.sluice.v1.FailureReason;
import org.jspecify.annotations.Nullable;

/**
 * Quota of a bucket.
 *
 * @param maxBytes of objects and of parts of unfinished uploads; null: no limit
 * @param maxObjects objects; null: no limit
 */
public record Quota(@Nullable Long maxBytes, @Nullable Long maxObjects) {
  /** Fails with {@code ARGUMENT_INVALID} where one is negative. */
  public Quota {
    requirePositive("max_bytes", maxBytes);
    requirePositive("max_objects", maxObjects);
  }

  private static void requirePositive(String what, @Nullable Long value) {
    if (value != null && value < 0) {
      throw new StorageException(
          FailureReason.ARGUMENT_INVALID, what + ": " + value + " (expected: 0 or more)");
    }
  }
}
