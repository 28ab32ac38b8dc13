package dev.sluice.agent.store.engine.upload;

import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.ChecksumAlgorithm;
import dev.sluice.common.model.ChecksumType;
import dev.sluice.common.model.ObjectKey;
import dev.sluice.common.model.ObjectMetadata;
import dev.sluice.common.model.Principal;
import dev.sluice.common.model.UploadId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The record of an upload, as it was created.
 *
 * @param bucket of the object to be
 * @param key of the object to be
 * @param id names the upload
 * @param initiator who began it
 * @param owner of the object to be
 * @param initiated when
 * @param metadata of the object to be
 * @param checksumAlgorithm of parts and object; null: none
 * @param checksumType what the object's checksum covers; null exactly where the algorithm is
 */
public record UploadRecord(
    BucketName bucket,
    ObjectKey key,
    UploadId id,
    Principal initiator,
    Principal owner,
    Instant initiated,
    ObjectMetadata metadata,
    @Nullable ChecksumAlgorithm checksumAlgorithm,
    @Nullable ChecksumType checksumType) {

  /** An upload whose initiator will own the object. */
  public UploadRecord(
      BucketName bucket,
      ObjectKey key,
      UploadId id,
      Principal initiator,
      Instant initiated,
      ObjectMetadata metadata,
      @Nullable ChecksumAlgorithm checksumAlgorithm,
      @Nullable ChecksumType checksumType) {
    this(
        bucket,
        key,
        id,
        initiator,
        initiator,
        initiated,
        metadata,
        checksumAlgorithm,
        checksumType);
  }

  /** The record without headers and metadata, for lists. */
  public UploadRecord withoutMetadata() {
    return new UploadRecord(
        bucket,
        key,
        id,
        initiator,
        owner,
        initiated,
        ObjectMetadata.NONE,
        checksumAlgorithm,
        checksumType);
  }
}
