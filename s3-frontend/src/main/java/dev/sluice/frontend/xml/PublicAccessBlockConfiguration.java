package dev.sluice.frontend.xml;

import dev.sluice.frontend.s3.S3Document;
import org.jspecify.annotations.Nullable;

/**
 * Answer of GetPublicAccessBlock, and body of PutPublicAccessBlock, in which an absent switch is
 * off.
 *
 * @param blockPublicAcls whether public ACLs are refused
 * @param ignorePublicAcls whether public grants of ACLs do not count
 * @param blockPublicPolicy whether public policies are refused
 * @param restrictPublicBuckets whether a public policy only serves the bucket's own account
 */
public record PublicAccessBlockConfiguration(
    @Nullable Boolean blockPublicAcls,
    @Nullable Boolean ignorePublicAcls,
    @Nullable Boolean blockPublicPolicy,
    @Nullable Boolean restrictPublicBuckets)
    implements S3Document {}
