package dev.sluice.frontend.xml;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.sluice.frontend.s3.S3Document;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Answer of CopyObject.
 *
 * @param lastModified of the copy
 * @param eTag with quotes
 * @param checksums its checksum
 * @param checksumType {@code FULL_OBJECT} or {@code COMPOSITE}; null: no checksum
 */
public record CopyObjectResult(
    Instant lastModified,
    String eTag,
    @JsonUnwrapped Checksums checksums,
    @Nullable String checksumType)
    implements S3Document {}
