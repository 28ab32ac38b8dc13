package dev.sluice.agent.store.engine;

import dev.sluice.common.model.TagSet;

/**
 * The settings of a bucket. They are replaced as a whole; a further one is a field here, in {@code
 * sluice.v1.BucketSettings} and in the stored form.
 *
 * @param tags at most {@link TagSet#MAX_OF_BUCKET}
 */
public record BucketSettings(TagSet tags) {
  /** Those of a bucket that has none. */
  public static final BucketSettings NONE = new BucketSettings(TagSet.NONE);

  /** Fails with {@code TAGS_TOO_MANY}. */
  public BucketSettings {
    tags.requireAtMost(TagSet.MAX_OF_BUCKET);
  }
}
