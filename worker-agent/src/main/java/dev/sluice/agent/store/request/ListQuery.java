package dev.sluice.agent.store.request;

import dev.sluice.common.model.BucketName;

/**
 * The page of keys to list.
 *
 * @param bucket of which bucket
 * @param prefix keys begin so; empty: all
 * @param delimiter keys that hold it after the prefix are rolled up to it; empty: none are
 * @param start where the page begins; empty: at the first. Where a start that is excluded is itself
 *     a rolled-up prefix, all under it is skipped
 * @param startIncluded whether {@code start} itself may be in the page
 * @param limit keys and rolled-up prefixes together, 0..1000
 */
public record ListQuery(
    BucketName bucket,
    String prefix,
    String delimiter,
    String start,
    boolean startIncluded,
    int limit) {}
