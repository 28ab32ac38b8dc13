package dev.sluice.agent.store.request;

import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.ObjectKey;
import dev.sluice.common.model.UploadId;

/**
 * Names one upload; with another bucket or key than its own it is not found.
 *
 * @param bucket its bucket
 * @param key its key
 * @param id its id
 */
public record UploadRef(BucketName bucket, ObjectKey key, UploadId id) {}
