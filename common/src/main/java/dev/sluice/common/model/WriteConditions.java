package dev.sluice.common.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Conditions of a change, decided at the moment of publishing.
 *
 * @param ifMatch an object is there and has one of these tags
 * @param ifNoneMatch {@code *}: no object is there; tags: it has none of them
 * @param ifLastModified of a delete: the object was last modified at this time (whole seconds)
 * @param ifSize of a delete: the object has this size in bytes
 */
public record WriteConditions(
    @Nullable EtagCondition ifMatch,
    @Nullable EtagCondition ifNoneMatch,
    @Nullable Instant ifLastModified,
    @Nullable Long ifSize) {
  /** No condition. */
  public static final WriteConditions NONE = new WriteConditions(null, null, null, null);

  /** Only where nothing is. */
  public static final WriteConditions ABSENT =
      new WriteConditions(null, EtagCondition.ANY, null, null);
}
