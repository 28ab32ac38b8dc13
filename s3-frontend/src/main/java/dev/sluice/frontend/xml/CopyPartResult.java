package dev.sluice.frontend.xml;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.sluice.frontend.s3.S3Document;
import java.time.Instant;

/**
 * Answer of UploadPartCopy.
 *
 * @param lastModified of the part
 * @param eTag with quotes
 * @param checksums its checksum
 */
public record CopyPartResult(Instant lastModified, String eTag, @JsonUnwrapped Checksums checksums)
    implements S3Document {}
