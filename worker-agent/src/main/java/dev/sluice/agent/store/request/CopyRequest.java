package dev.sluice.agent.store.request;

import dev.sluice.common.model.AclSpec;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.ChecksumAlgorithm;
import dev.sluice.common.model.ObjectKey;
import dev.sluice.common.model.ObjectMetadata;
import dev.sluice.common.model.TagSet;
import dev.sluice.common.model.WriteConditions;
import org.jspecify.annotations.Nullable;

/**
 * A copy.
 *
 * @param source from
 * @param bucket to
 * @param key to
 * @param metadata of the copy but for its tags; null: the source's
 * @param tags of the copy; null: the source's
 * @param checksumAlgorithm to compute for the copy; null: the source's checksum is kept
 * @param conditions on what is at the destination
 * @param acl of the copy, as it is stated; never the source's
 */
public record CopyRequest(
    CopySource source,
    BucketName bucket,
    ObjectKey key,
    @Nullable ObjectMetadata metadata,
    @Nullable TagSet tags,
    @Nullable ChecksumAlgorithm checksumAlgorithm,
    WriteConditions conditions,
    AclSpec acl) {
  /** A copy that states no access control list. */
  public CopyRequest(
      CopySource source,
      BucketName bucket,
      ObjectKey key,
      @Nullable ObjectMetadata metadata,
      @Nullable TagSet tags,
      @Nullable ChecksumAlgorithm checksumAlgorithm,
      WriteConditions conditions) {
    this(source, bucket, key, metadata, tags, checksumAlgorithm, conditions, AclSpec.NONE);
  }
}
