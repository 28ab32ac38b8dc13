package dev.sluice.agent.store.engine.object;

import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.ObjectKey;
import org.jspecify.annotations.Nullable;

/**
 * The name of an object: its bucket, its key and, where one of several versions is meant, that
 * version's id.
 *
 * @param bucket the bucket
 * @param key the key
 * @param version null: of what is there the current version, of what is published {@link
 *     VersionId#NULL}
 */
public record ObjectName(BucketName bucket, ObjectKey key, @Nullable VersionId version) {
  /** The name of the current version of a key. */
  public ObjectName(BucketName bucket, ObjectKey key) {
    this(bucket, key, null);
  }

  /** The name of a version of the same key. */
  public ObjectName at(VersionId id) {
    return new ObjectName(bucket, key, id);
  }

  /** Whether an object of this name may be on an engine that retains no versions. */
  public boolean isUnversioned() {
    return version == null || version.equals(VersionId.NULL);
  }
}
