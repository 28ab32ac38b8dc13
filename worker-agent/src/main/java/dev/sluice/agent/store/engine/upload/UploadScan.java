package dev.sluice.agent.store.engine.upload;

import dev.sluice.agent.store.engine.listing.DelimiterRule;

/**
 * The selection of a page of unfinished uploads.
 *
 * @param keys which keys, and which of them are one {@link ListedUpload.Prefix}
 * @param from lower bound of the keys, included, compared as bytes; need not be a key; empty: from
 *     the first
 * @param afterId only of the key that the lower bound is: ids after this one, which need not be
 *     that of an upload; empty: all
 * @param limit at most so many uploads and prefixes together, at least 1
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record UploadScan(DelimiterRule keys, byte[] from, String afterId, int limit) {}
