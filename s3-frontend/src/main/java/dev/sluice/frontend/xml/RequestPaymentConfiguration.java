package dev.sluice.frontend.xml;

import dev.sluice.frontend.s3.S3Document;

/**
 * Answer of GetBucketRequestPayment.
 *
 * @param payer {@code BucketOwner}
 */
public record RequestPaymentConfiguration(String payer) implements S3Document {}
