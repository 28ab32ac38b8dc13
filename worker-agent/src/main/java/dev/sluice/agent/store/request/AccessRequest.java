package dev.sluice.agent.store.request;

import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.ObjectKey;
import org.jspecify.annotations.Nullable;

/**
 * Request for a decision alone.
 *
 * @param target what is to be decided about
 * @param source of a copy; null: none, or none that is known
 */
public record AccessRequest(Place target, @Nullable Place source) {
  /**
   * What is decided about.
   *
   * @param bucket null: the storage as a whole
   * @param key null: the bucket itself
   */
  public record Place(@Nullable BucketName bucket, @Nullable ObjectKey key) {}
}
