package dev.sluice.agent.store.request;

import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.ObjectKey;
import dev.sluice.common.model.ReadConditions;

/**
 * The source of a copy.
 *
 * @param bucket of the source
 * @param key of the source
 * @param conditions on the source; one that does not hold is always {@code PRECONDITION_FAILED}
 */
public record CopySource(BucketName bucket, ObjectKey key, ReadConditions conditions) {}
