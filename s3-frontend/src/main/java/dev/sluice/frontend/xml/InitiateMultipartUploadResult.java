package dev.sluice.frontend.xml;

import dev.sluice.frontend.s3.S3Document;

/**
 * Answer of CreateMultipartUpload.
 *
 * @param bucket of the object to be
 * @param key of the object to be
 * @param uploadId names the upload
 */
public record InitiateMultipartUploadResult(String bucket, String key, String uploadId)
    implements S3Document {}
