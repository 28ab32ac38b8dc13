package dev.sluice.agent.store.acl;

import dev.sluice.agent.store.engine.bucket.PublicAccessBlock;
import dev.sluice.common.model.ObjectOwnership;
import org.jspecify.annotations.Nullable;

/**
 * Defaults of buckets. Both are written into a bucket that is created; one that has no ownership of
 * its own, since it is older or a folder from outside, follows this one as it stands.
 *
 * @param ownership of objects
 * @param publicAccessBlock null: nothing is blocked
 */
public record BucketDefaults(
    ObjectOwnership ownership, @Nullable PublicAccessBlock publicAccessBlock) {
  /** The ownership that AWS gives to a new bucket, without the block that AWS gives to it. */
  public static final BucketDefaults NONE =
      new BucketDefaults(ObjectOwnership.BUCKET_OWNER_ENFORCED, null);
}
