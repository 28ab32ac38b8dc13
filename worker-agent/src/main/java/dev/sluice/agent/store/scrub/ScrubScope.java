package dev.sluice.agent.store.scrub;

import dev.sluice.common.model.BucketName;
import org.jspecify.annotations.Nullable;

/**
 * The objects that a scrub is about.
 *
 * @param bucket that they lie in; null: any
 * @param prefix their keys begin so
 */
public record ScrubScope(@Nullable BucketName bucket, String prefix) {
  /** All objects. */
  public static final ScrubScope ALL = new ScrubScope(null, "");
}
