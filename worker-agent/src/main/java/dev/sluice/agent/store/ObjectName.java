package dev.sluice.agent.store;

import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.ObjectKey;

/**
 * A key in its bucket.
 *
 * @param bucket the bucket
 * @param key the key
 */
record ObjectName(BucketName bucket, ObjectKey key) {}
