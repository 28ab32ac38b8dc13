package dev.sluice.agent.store.request;

import dev.sluice.common.model.BucketName;

/**
 * The page of unfinished uploads to list.
 *
 * @param bucket of which bucket
 * @param prefix keys begin so
 * @param delimiter roll up as in {@link ListQuery}
 * @param keyMarker only keys after this one; with an id marker also this key's later uploads
 * @param uploadIdMarker only with a key marker; else empty
 * @param limit 0..1000
 */
public record UploadQuery(
    BucketName bucket,
    String prefix,
    String delimiter,
    String keyMarker,
    String uploadIdMarker,
    int limit) {}
