package dev.sluice.frontend.xml;

import dev.sluice.frontend.s3.S3Document;
import org.jspecify.annotations.Nullable;

/**
 * Answer of GetBucketAccelerateConfiguration.
 *
 * @param status null: it was never set
 */
public record AccelerateConfiguration(@Nullable String status) implements S3Document {}
