package dev.sluice.agent.store.request;

import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.ObjectKey;
import dev.sluice.common.model.ReadConditions;
import dev.sluice.common.model.Selection;

/**
 * The object and the bytes to read.
 *
 * @param bucket where
 * @param key which key
 * @param conditions under which
 * @param selection which bytes
 */
public record ReadRequest(
    BucketName bucket, ObjectKey key, ReadConditions conditions, Selection selection) {}
