package dev.sluice.frontend.xml;

import dev.sluice.frontend.s3.S3Document;

/** Answer of GetBucketNotificationConfiguration for a bucket without one: nothing in it. */
public record NotificationConfiguration() implements S3Document {}
