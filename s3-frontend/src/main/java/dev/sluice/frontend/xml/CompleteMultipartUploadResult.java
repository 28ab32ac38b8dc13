package dev.sluice.frontend.xml;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.sluice.frontend.s3.S3Document;
import org.jspecify.annotations.Nullable;

/**
 * Answer of CompleteMultipartUpload.
 *
 * @param location address of the object
 * @param bucket its bucket
 * @param key its key
 * @param eTag with quotes
 * @param checksums its checksum
 * @param checksumType {@code FULL_OBJECT} or {@code COMPOSITE}; null: no checksum
 */
public record CompleteMultipartUploadResult(
    String location,
    String bucket,
    String key,
    String eTag,
    @JsonUnwrapped Checksums checksums,
    @Nullable String checksumType)
    implements S3Document {}
