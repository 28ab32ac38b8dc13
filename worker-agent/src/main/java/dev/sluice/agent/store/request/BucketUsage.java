package dev.sluice.agent.store.request;

import dev.sluice.agent.store.engine.bucket.Quota;
import dev.sluice.agent.store.engine.bucket.Usage;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Usage of a bucket with a quota.
 *
 * @param quota its quota
 * @param used what counts towards it
 * @param exact whether each acknowledged change is in it, once; else a count is under way or about
 *     to begin, and this is the last known number or what that count has found already
 * @param counting whether a count of the whole bucket is under way
 * @param counted objects that it has found so far
 * @param lastCounted when the last complete count began; null: there was none
 */
public record BucketUsage(
    Quota quota,
    Usage used,
    boolean exact,
    boolean counting,
    long counted,
    @Nullable Instant lastCounted) {}
