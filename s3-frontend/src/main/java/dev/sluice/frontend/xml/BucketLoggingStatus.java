package dev.sluice.frontend.xml;

import dev.sluice.frontend.s3.S3Document;

/** Answer of GetBucketLogging for a bucket without one: nothing in it. */
public record BucketLoggingStatus() implements S3Document {}
