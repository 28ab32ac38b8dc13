package dev.sluice.agent.store.request;

import dev.sluice.common.model.AclSpec;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.ChecksumAlgorithm;
import dev.sluice.common.model.ChecksumType;
import dev.sluice.common.model.ObjectKey;
import dev.sluice.common.model.ObjectMetadata;
import org.jspecify.annotations.Nullable;

/**
 * A new upload.
 *
 * @param bucket of the object to be
 * @param key of the object to be
 * @param metadata of the object to be
 * @param checksumAlgorithm of parts and object; null: none
 * @param checksumType what the object's checksum shall cover; null: composite, full object for
 *     CRC-64/NVME
 * @param acl of the object to be, as it is stated
 */
public record UploadRequest(
    BucketName bucket,
    ObjectKey key,
    ObjectMetadata metadata,
    @Nullable ChecksumAlgorithm checksumAlgorithm,
    @Nullable ChecksumType checksumType,
    AclSpec acl) {
  /** An upload that states no access control list. */
  public UploadRequest(
      BucketName bucket,
      ObjectKey key,
      ObjectMetadata metadata,
      @Nullable ChecksumAlgorithm checksumAlgorithm,
      @Nullable ChecksumType checksumType) {
    this(bucket, key, metadata, checksumAlgorithm, checksumType, AclSpec.NONE);
  }
}
