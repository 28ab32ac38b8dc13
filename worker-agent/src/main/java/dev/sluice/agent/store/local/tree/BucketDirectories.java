package dev.sluice.agent.store.local.tree;

import dev.sluice.agent.store.engine.bucket.BucketRecord;
import dev.sluice.agent.store.engine.bucket.BucketScan;
import dev.sluice.agent.store.format.BucketCodec;
import dev.sluice.agent.store.format.CheckedMessage;
import dev.sluice.agent.store.format.StoredBucket;
import dev.sluice.agent.store.local.posix.Descriptor;
import dev.sluice.agent.store.local.posix.DirectoryCursor;
import dev.sluice.agent.store.local.posix.Errno;
import dev.sluice.agent.store.local.posix.ErrnoException;
import dev.sluice.agent.store.local.posix.FileStat;
import dev.sluice.agent.store.local.posix.FileType;
import dev.sluice.agent.store.local.posix.Names;
import dev.sluice.agent.store.local.posix.Posix;
import dev.sluice.agent.store.local.posix.Tree;
import dev.sluice.agent.store.local.volume.DamageCounters;
import dev.sluice.agent.store.local.volume.Volume;
import dev.sluice.common.model.BucketName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The top directories with legal names, and what was noted of them. */
public final class BucketDirectories {
  private static final byte[] RECORDS = Names.of(".sluice/buckets");

  private final Posix posix;
  private final DamageCounters damage;
  private final Descriptor root;

  public BucketDirectories(Volume volume, Descriptor root) {
    this.posix = volume.posix();
    this.damage = volume.damage();
    this.root = root;
  }

  /** The directory; null where there is none. */
  public @Nullable FileStat find(BucketName name) throws ErrnoException {
    FileStat stat = Tree.stat(posix, root, Names.of(name.value()));
    if (stat == null) {
      requireRoot();
    }
    return stat != null && stat.isDirectory() ? stat : null;
  }

  /**
   * Fails where the root was removed: a bucket that is not found there is not known to be missing.
   */
  void requireRoot() throws ErrnoException {
    if (posix.stat(root).links() == 0) {
      throw new ErrnoException(Errno.ESTALE, "use of a removed data folder", root.path());
    }
  }

  /** Names of all buckets, in byte order. */
  public List<BucketName> names() throws ErrnoException {
    return names(new BucketScan("", "", Integer.MAX_VALUE));
  }

  /** A page of the names of buckets, in byte order; what is not on it is not looked at. */
  public List<BucketName> names(BucketScan scan) throws ErrnoException {
    SortedMap<String, FileType> possible = new TreeMap<>();
    try (DirectoryCursor cursor = DirectoryCursor.open(posix, root)) {
      while (cursor.next()) {
        String name = Names.show(cursor.name());
        if (scan.includes(name) && BucketName.isLegal(name) && mayBeDirectory(cursor)) {
          possible.put(name, cursor.type());
        }
      }
    }
    List<BucketName> page = new ArrayList<>();
    for (Map.Entry<String, FileType> entry : possible.entrySet()) {
      BucketName name = new BucketName(entry.getKey());
      if (isBucket(name, entry.getValue())) {
        page.add(name);
        if (page.size() == scan.limit()) {
          return page;
        }
      }
    }
    if (page.isEmpty()) {
      requireRoot();
    }
    return page;
  }

  private boolean mayBeDirectory(DirectoryCursor cursor) {
    return cursor.type() == FileType.DIRECTORY
        || cursor.type() == FileType.UNKNOWN
        || root.linked(cursor.name()) != null;
  }

  /** One whose mount died is a bucket all the same, and keeps no other from being listed. */
  private boolean isBucket(BucketName name, FileType type) throws ErrnoException {
    try {
      return find(name) != null;
    } catch (ErrnoException e) {
      return switch (e.errno()) {
        case EIO, ENOTCONN, ESHUTDOWN, EHOSTDOWN, EHOSTUNREACH, ETIMEDOUT ->
            type == FileType.DIRECTORY;
        default -> throw e;
      };
    }
  }

  /** The record of a bucket, read anew: others may have changed it. Null where there is none. */
  public @Nullable BucketRecord record(BucketName name) throws ErrnoException {
    FileStat directory = find(name);
    if (directory == null) {
      return null;
    }
    byte[] path = Names.join(RECORDS, Names.of(name.value()));
    byte[] bytes = Tree.readRecord(posix, root, path);
    StoredBucket stored = bytes == null ? null : CheckedMessage.read(bytes, StoredBucket.parser());
    if (stored == null && isThere(Names.of(name.value()))) {
      damage.met(DamageCounters.Kind.BUCKET_RECORD, name.value());
    }
    return record(stored, directory);
  }

  /**
   * The record of a bucket whose directory is there.
   *
   * @param stored null: none, as of a directory from outside
   */
  static BucketRecord record(@Nullable StoredBucket stored, FileStat directory) {
    return BucketCodec.load(
        stored == null ? StoredBucket.getDefaultInstance() : stored,
        directory.hasBirth() ? directory.created() : directory.modified());
  }

  private boolean isThere(byte[] name) throws ErrnoException {
    try (Descriptor records = posix.openDirectory(root, RECORDS)) {
      return Tree.stat(posix, records, name) != null;
    } catch (ErrnoException e) {
      return switch (e.errno()) {
        case ENOENT, ENOTDIR, ELOOP, EACCES -> false;
        default -> throw e;
      };
    }
  }
}
