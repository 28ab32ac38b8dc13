package dev.sluice.agent.store.request;

import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.Region;
import dev.sluice.common.model.TagSet;

/**
 * The creation of a bucket.
 *
 * @param bucket its name
 * @param region where S3 says that it is; kept, and of no other meaning
 * @param tags at most {@link TagSet#MAX_OF_BUCKET}
 */
public record CreationRequest(BucketName bucket, Region region, TagSet tags) {
  /** A bucket about which nothing but its name is said: in us-east-1, without tags. */
  public CreationRequest(BucketName bucket) {
    this(bucket, Region.US_EAST_1, TagSet.NONE);
  }
}
