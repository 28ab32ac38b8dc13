package dev.sluice.frontend.s3;

import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.ObjectKey;
import dev.sluice.common.model.ReadConditions;
import org.jspecify.annotations.Nullable;

/**
 * The source of a copy, from {@code x-amz-copy-source} and its conditions.
 *
 * @param bucket of the source
 * @param key of the source
 * @param expectedOwner who must own the source's bucket; null: any
 * @param conditions on the source; each that does not hold is PreconditionFailed, NotModified
 *     included
 */
public record CopySource(
    BucketName bucket, ObjectKey key, @Nullable String expectedOwner, ReadConditions conditions) {}
