package dev.sluice.engine.alluxio;

import static java.nio.charset.StandardCharsets.UTF_8;

import alluxio.client.file.URIStatus;
import dev.sluice.agent.store.engine.listing.Effort;
import dev.sluice.agent.store.engine.object.StoredObject;
import dev.sluice.agent.store.key.EntryName;
import dev.sluice.agent.store.listing.DirectoryTree;
import dev.sluice.agent.store.listing.EntryKind;
import dev.sluice.agent.store.listing.OrderedEntries;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.ObjectKey;
import org.jspecify.annotations.Nullable;

/**
 * The directories of one bucket, for one listing. Nothing is kept of them: each is as it is now.
 */
final class AlluxioTree implements DirectoryTree {
  /** No key has more segments, nor a path more names than that and what long names are split to. */
  private static final int MAX_DEPTH = 1024;

  private final AlluxioClient client;
  private final AlluxioPaths paths;
  private final AlluxioReader reader;
  private final BucketName bucket;
  private final Effort effort;

  AlluxioTree(
      AlluxioClient client,
      AlluxioPaths paths,
      AlluxioReader reader,
      BucketName bucket,
      Effort effort) {
    this.client = client;
    this.paths = paths;
    this.reader = reader;
    this.bucket = bucket;
    this.effort = effort;
  }

  /** Without a look: one that is not there has no entries. */
  @Override
  public Directory open(byte[] keyPrefix) {
    return new Open(
        new AlluxioEntries(client, paths.directory(bucket, keyPrefix), keyPrefix, effort));
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
    for (URIStatus entry : client.entries(path)) {
      effort.spend();
      EntryName.Kind kind = AlluxioPaths.KEYS.entry(entry.getName().getBytes(UTF_8)).kind();
      boolean found =
          entry.isFolder()
              ? kind.canBeDirectory() && depth < MAX_DEPTH && holdsKeys(entry.getPath(), depth + 1)
              : AlluxioFile.isFile(entry)
                  && kind.canBeFile()
                  && (kind != EntryName.Kind.SELF || depth > 0);
      if (found) {
        return true;
      }
    }
    return false;
  }

  /** A directory while a walk is in it. */
  private final class Open implements Directory {
    private final AlluxioEntries entries;

    Open(AlluxioEntries entries) {
      this.entries = entries;
    }

    @Override
    public OrderedEntries entries() {
      return entries;
    }

    @Override
    public @Nullable StoredObject object(byte[] key, EntryKind kind) {
      String path = paths.bucket(bucket) + "/" + AlluxioPaths.text(AlluxioPaths.KEYS.encode(key));
      String file = kind == EntryKind.SELF ? path + AlluxioPaths.SELF : path;
      URIStatus status = kind == EntryKind.SELF ? null : entries.seen(file);
      if (status == null) {
        status = client.status(file);
      }
      if (status != null && AlluxioFile.isFile(status)) {
        return reader.object(status);
      }
      if (kind == EntryKind.SELF) {
        return null;
      }
      // The file went into a directory since.
      AlluxioFile now = reader.look(bucket, ObjectKey.ofUtf8(key));
      return now == null ? null : now.object();
    }

    @Override
    public void close() {
      // nothing is held but memory
    }
  }
}
