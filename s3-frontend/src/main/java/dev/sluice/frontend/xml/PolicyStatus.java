package dev.sluice.frontend.xml;

import dev.sluice.frontend.s3.S3Document;

/**
 * Answer of GetBucketPolicyStatus.
 *
 * @param isPublic whether the policy allows something to everybody; in lower case, as clients read
 *     it, where AWS's page has capitals
 */
public record PolicyStatus(boolean isPublic) implements S3Document {}
