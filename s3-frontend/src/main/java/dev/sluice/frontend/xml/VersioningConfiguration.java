package dev.sluice.frontend.xml;

import dev.sluice.frontend.s3.S3Document;
import org.jspecify.annotations.Nullable;

/**
 * Answer of GetBucketVersioning.
 *
 * @param status null: versioning was never enabled
 */
public record VersioningConfiguration(@Nullable String status) implements S3Document {}
