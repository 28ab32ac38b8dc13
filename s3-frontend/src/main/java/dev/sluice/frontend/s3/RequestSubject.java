package dev.sluice.frontend.s3;

import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.ObjectKey;
import org.jspecify.annotations.Nullable;

/**
 * Subject of a request as far as its address tells, whether the rest of it can be understood or
 * not: enough to decide whether the caller may ask at all.
 *
 * @param bucket null: none in particular
 * @param key null: none in particular
 * @param prefix of a listing; empty for all
 */
public record RequestSubject(
    S3Operation operation, @Nullable BucketName bucket, @Nullable ObjectKey key, String prefix) {}
