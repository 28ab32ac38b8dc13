package dev.sluice.agent.store.engine;

import dev.sluice.common.model.Principal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a bucket.
 *
 * @param created when it was created; of a directory from outside, the directory's own time
 * @param owner who created it; null for a directory from outside
 */
public record BucketRecord(Instant created, @Nullable Principal owner) {}
