package dev.sluice.engine.hdfs;

import dev.sluice.agent.store.engine.object.ObjectName;
import dev.sluice.agent.store.engine.object.StoredObject;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.ObjectKey;
import dev.sluice.common.model.StorageException;
import dev.sluice.v1.FailureReason;
import org.apache.hadoop.hdfs.client.HdfsDataInputStream;
import org.apache.hadoop.hdfs.protocol.HdfsFileStatus;
import org.jspecify.annotations.Nullable;

/** Finds objects, reads their records and opens them. */
final class HdfsReader {
  /** The number of looks for an object that is replaced while it is looked at. */
  private static final int MAX_LOOKS = 64;

  private final HdfsClient client;
  private final HdfsPaths paths;
  private final HdfsRecords records;
  private final HdfsBuckets buckets;
  private final HdfsSight sight;

  HdfsReader(
      HdfsClient client,
      HdfsPaths paths,
      HdfsRecords records,
      HdfsBuckets buckets,
      HdfsSight sight) {
    this.client = client;
    this.paths = paths;
    this.records = records;
    this.buckets = buckets;
    this.sight = sight;
  }

  /** The object of a name; null where there is none. */
  @Nullable StoredObject stat(ObjectName name) {
    HdfsFile found = name.isUnversioned() ? find(name.bucket(), name.key()) : null;
    if (found == null) {
      buckets.require(name.bucket());
      return null;
    }
    return found.object();
  }

  /** The object of a name, open; null where there is none. */
  @Nullable HdfsOpenObject open(ObjectName name) {
    for (int looks = 0; name.isUnversioned() && looks < MAX_LOOKS; looks++) {
      HdfsFile found = find(name.bucket(), name.key());
      if (found == null) {
        break;
      }
      HdfsOpenObject open = open(found);
      if (open != null) {
        return open;
      }
    }
    buckets.require(name.bucket());
    return null;
  }

  private @Nullable HdfsOpenObject open(HdfsFile found) {
    if (found.object().size() == 0) {
      return new HdfsOpenObject(client, found, null);
    }
    HdfsDataInputStream in = client.open(HdfsClient.pathOf(found.status().getFileId()));
    return in == null ? null : new HdfsOpenObject(client, found, in);
  }

  /** The file of an object, whichever of its homes it is at. */
  private @Nullable HdfsFile find(BucketName bucket, ObjectKey key) {
    return sight.find(bucket, () -> look(bucket, key));
  }

  /**
   * The same where no object moves meanwhile; the caller has a lock of the bucket's places, or
   * looks again.
   */
  @Nullable HdfsFile look(BucketName bucket, ObjectKey key) {
    String path = paths.object(bucket, key);
    HdfsFile core = null;
    for (int looks = 0; looks < MAX_LOOKS; looks++) {
      HdfsHome found = look(path, HdfsPaths.hasTwoHomes(key));
      if (found == null) {
        return null;
      }
      HdfsFile read = records.read(found.path(), found.status());
      if (read != null && (read.whole() || isSameTwice(core, read))) {
        return read;
      }
      core = read;
    }
    throw new StorageException(
        FailureReason.CONDITIONAL_CONFLICT,
        "object: replaced at each of " + MAX_LOOKS + " looks (expected: a retry later)");
  }

  /** Whether a part of the record is missing for good, and not because it was just replaced. */
  private static boolean isSameTwice(@Nullable HdfsFile before, HdfsFile now) {
    return before != null && before.object().state().equals(now.object().state());
  }

  /** Where the file of an object is, without its record. */
  @Nullable HdfsHome locate(BucketName bucket, ObjectKey key) {
    return look(paths.object(bucket, key), HdfsPaths.hasTwoHomes(key));
  }

  private @Nullable HdfsHome look(String path, boolean twoHomes) {
    HdfsFileStatus status = client.status(path);
    if (status != null && status.isDirectory() && twoHomes) {
      String self = path + HdfsPaths.SELF;
      HdfsFileStatus inside = client.status(self);
      return inside != null && inside.isFile() ? new HdfsHome(self, inside) : null;
    }
    return status != null && status.isFile() ? new HdfsHome(path, status) : null;
  }

  /** A file of a listing with its record; null where it is gone. */
  @Nullable StoredObject stat(String path, HdfsFileStatus status) {
    HdfsFile read = records.read(path, status);
    return read == null ? null : read.object();
  }
}
