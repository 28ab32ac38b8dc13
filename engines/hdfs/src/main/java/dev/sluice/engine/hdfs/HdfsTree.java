package dev.sluice.engine.hdfs;

import dev.sluice.agent.store.engine.listing.Effort;
import dev.sluice.agent.store.engine.object.StoredObject;
import dev.sluice.agent.store.key.EntryName;
import dev.sluice.agent.store.listing.DirectoryTree;
import dev.sluice.agent.store.listing.EntryKind;
import dev.sluice.agent.store.listing.OrderedEntries;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.ObjectKey;
import org.apache.hadoop.hdfs.protocol.HdfsFileStatus;
import org.jspecify.annotations.Nullable;

/**
 * The directories of one bucket, for one listing. Nothing is kept of them: each is as it is now.
 */
final class HdfsTree implements DirectoryTree {
  /** No key has more segments, nor a path more names than that and what long names are split to. */
  private static final int MAX_DEPTH = 1024;

  private final HdfsClient client;
  private final HdfsPaths paths;
  private final HdfsReader reader;
  private final BucketName bucket;
  private final HdfsListedObjects objects;
  private final Effort effort;

  HdfsTree(
      HdfsClient client,
      HdfsPaths paths,
      HdfsReader reader,
      BucketName bucket,
      HdfsListedObjects objects,
      Effort effort) {
    this.client = client;
    this.paths = paths;
    this.reader = reader;
    this.bucket = bucket;
    this.objects = objects;
    this.effort = effort;
  }

  /** Without a look: one that is not there has no entries. */
  @Override
  public Directory open(byte[] keyPrefix) {
    return new Open(paths.directory(bucket, keyPrefix), keyPrefix);
  }

  @Override
  public boolean holdsKeys(byte[] keyPrefix) {
    return holdsKeys(paths.directory(bucket, keyPrefix), 0);
  }

  /**
   * At depth 0 the object whose place the directory has taken is not searched for: its key does not
   * go on below.
   */
  private boolean holdsKeys(String path, int depth) {
    HdfsDirectory entries = new HdfsDirectory(client, path, HdfsDirectory.FIRST);
    while (entries.hasNext()) {
      HdfsFileStatus entry = entries.next();
      effort.spend();
      EntryName.Kind kind = HdfsPaths.KEYS.entry(entry.getLocalNameInBytes()).kind();
      boolean found =
          entry.isDirectory()
              ? kind.canBeDirectory()
                  && entry.getChildrenNum() > 0
                  && depth < MAX_DEPTH
                  && holdsKeys(path + "/" + entry.getLocalName(), depth + 1)
              : entry.isFile() && kind.canBeFile() && (kind != EntryName.Kind.SELF || depth > 0);
      if (found) {
        return true;
      }
    }
    return false;
  }

  /** A directory while a walk is in it. */
  private final class Open implements Directory {
    private final HdfsListedObjects.Files files = objects.enter();
    private final HdfsEntries entries;

    Open(String path, byte[] keyPrefix) {
      this.entries = new HdfsEntries(client, path, keyPrefix, objects, files, effort);
    }

    @Override
    public OrderedEntries entries() {
      return entries;
    }

    @Override
    public @Nullable StoredObject object(byte[] key, EntryKind kind) {
      String path = paths.bucket(bucket) + "/" + HdfsPaths.text(HdfsPaths.KEYS.encode(key));
      StoredObject object;
      if (kind == EntryKind.SELF) {
        String file = path + HdfsPaths.SELF;
        HdfsFileStatus status = client.status(file);
        if (status == null || !status.isFile()) {
          return null;
        }
        object = reader.stat(file, status);
      } else {
        object = files.take(path);
      }
      if (object != null) {
        return object;
      }
      // The file was replaced since: another one is the object now.
      HdfsFile now = reader.look(bucket, ObjectKey.ofUtf8(key));
      return now == null ? null : now.object();
    }

    @Override
    public void close() {
      files.close();
    }
  }
}
