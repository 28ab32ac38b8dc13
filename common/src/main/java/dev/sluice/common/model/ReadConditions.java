package dev.sluice.common.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Conditions of a read, RFC 9110 section 13, with S3's precedence: an {@code If-Match} that holds
 * overrides {@code If-Unmodified-Since}; an {@code If-None-Match} that does not hold overrides
 * {@code If-Modified-Since}. Times compare in whole seconds.
 *
 * @param ifMatch the object has one of these tags
 * @param ifNoneMatch the object has none of these tags
 * @param ifModifiedSince it was modified later
 * @param ifUnmodifiedSince it was not modified later
 */
public record ReadConditions(
    @Nullable EtagCondition ifMatch,
    @Nullable EtagCondition ifNoneMatch,
    @Nullable Instant ifModifiedSince,
    @Nullable Instant ifUnmodifiedSince) {
  /** No condition. */
  public static final ReadConditions NONE = new ReadConditions(null, null, null, null);
}
