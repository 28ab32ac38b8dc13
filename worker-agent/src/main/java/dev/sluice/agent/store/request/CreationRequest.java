package dev.sluice.agent.store.request;

import dev.sluice.common.model.AclSpec;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.ObjectOwnership;
import dev.sluice.common.model.Region;
import dev.sluice.common.model.TagSet;
import org.jspecify.annotations.Nullable;

/**
 * The creation of a bucket.
 *
 * @param bucket its name
 * @param region where S3 says that it is; kept, and of no other meaning
 * @param tags at most {@link TagSet#MAX_OF_BUCKET}
 * @param acl as it is stated
 * @param ownership of objects; null: the default one
 */
public record CreationRequest(
    BucketName bucket,
    Region region,
    TagSet tags,
    AclSpec acl,
    @Nullable ObjectOwnership ownership) {
  /** A bucket about which nothing but its name is said: in us-east-1, without tags. */
  public CreationRequest(BucketName bucket) {
    this(bucket, Region.US_EAST_1, TagSet.NONE);
  }

  /** A bucket that states nothing of lists and owners. */
  public CreationRequest(BucketName bucket, Region region, TagSet tags) {
    this(bucket, region, tags, AclSpec.NONE, null);
  }
}
