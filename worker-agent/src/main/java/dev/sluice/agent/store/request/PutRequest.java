package dev.sluice.agent.store.request;

import dev.sluice.common.model.AclSpec;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.ChecksumAlgorithm;
import dev.sluice.common.model.ObjectKey;
import dev.sluice.common.model.ObjectMetadata;
import dev.sluice.common.model.WriteConditions;
import org.jspecify.annotations.Nullable;

/**
 * The declaration of a put, before its bytes.
 *
 * @param bucket where to
 * @param key which key
 * @param length bytes that will come; -1: not known
 * @param metadata of the object
 * @param checksumAlgorithm to compute and keep besides MD5; null: none
 * @param conditions on what is there
 * @param acl of the object, as it is stated
 * @param statesCrc32c whether the finish will state the CRC-32C of the bytes
 */
public record PutRequest(
    BucketName bucket,
    ObjectKey key,
    long length,
    ObjectMetadata metadata,
    @Nullable ChecksumAlgorithm checksumAlgorithm,
    WriteConditions conditions,
    AclSpec acl,
    boolean statesCrc32c) {
  /** A put that states no access control list, and will state no CRC-32C. */
  public PutRequest(
      BucketName bucket,
      ObjectKey key,
      long length,
      ObjectMetadata metadata,
      @Nullable ChecksumAlgorithm checksumAlgorithm,
      WriteConditions conditions) {
    this(bucket, key, length, metadata, checksumAlgorithm, conditions, AclSpec.NONE, false);
  }
}
