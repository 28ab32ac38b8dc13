package dev.sluice.agent.store.local.shared;

import dev.sluice.agent.store.engine.bucket.BucketRecord;
import dev.sluice.agent.store.engine.bucket.BucketScan;
import dev.sluice.agent.store.format.BucketCodec;
import dev.sluice.agent.store.format.CheckedMessage;
import dev.sluice.agent.store.format.StoredBucket;
import dev.sluice.agent.store.key.Layout;
import dev.sluice.agent.store.local.posix.ErrnoException;
import dev.sluice.agent.store.local.posix.FileStat;
import dev.sluice.agent.store.local.posix.Names;
import dev.sluice.agent.store.local.posix.Posix;
import dev.sluice.agent.store.local.posix.Tree;
import dev.sluice.agent.store.local.record.AreaFiles;
import dev.sluice.agent.store.local.tree.Bucket;
import dev.sluice.agent.store.local.tree.BucketDirectories;
import dev.sluice.agent.store.local.tree.BucketLookup;
import dev.sluice.agent.store.local.volume.Volume;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.StorageException;
import dev.sluice.v1.FailureReason;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Buckets as they are read: other agents change them, so each look is a look at the storage. */
final class SharedBuckets implements BucketLookup, SharedSlots.BucketStates {
  /** Most buckets that are remembered; beyond them all are forgotten, which loses nothing. */
  private static final int MOST_SEEN = 10_000;

  /** Looks at a bucket that others remove and make anew at the same time. */
  private static final int MAX_LOOKS = 8;

  private final Posix posix;
  private final SharedFolder folder;
  private final BucketDirectories directories;
  private final AreaFiles files;
  private final long device;
  private final Map<BucketName, Layout> layouts = new ConcurrentHashMap<>();
  private final Map<BucketName, Seen> seen = new ConcurrentHashMap<>();

  /** The state of a bucket that requests were let in by. */
  private record Seen(Instant created, String state) {
    static Seen of(BucketRecord record) {
      return new Seen(record.created(), record.state().token());
    }
  }

  /**
   * A bucket's record.
   *
   * @param stored as it lies there
   * @param record as it counts
   */
  record Known(StoredBucket stored, BucketRecord record) {}

  SharedBuckets(Volume volume, SharedFolder folder) throws ErrnoException {
    this.posix = volume.posix();
    this.folder = folder;
    this.directories = new BucketDirectories(volume, folder.root());
    this.files = AreaFiles.of(volume, folder.area());
    this.device = posix.stat(folder.root()).device();
  }

  /** Names in order. */
  List<BucketName> names(BucketScan scan) throws ErrnoException {
    return directories.names(scan);
  }

  @Override
  public Bucket require(BucketName name) throws ErrnoException {
    FileStat directory = directories.find(name);
    if (directory == null) {
      throw StorageException.noSuchBucket(name);
    }
    if (directory.device() != device) {
      throw new StorageException(
          FailureReason.STORAGE_FAULT,
          "bucket: " + name + " is a mount (expected: a folder, with placement shared)");
    }
    return new Bucket(name, files, layouts.computeIfAbsent(name, _ -> new Layout()));
  }

  /** A bucket whose changes are prepared in the folder of an epoch. */
  Bucket within(BucketName name, SlotEpoch.Tenure tenure) throws ErrnoException {
    Bucket bucket = require(name);
    return new Bucket(
        name,
        new AreaFiles(files.area().within(tenure.folder()), files.sidecars(), files.records()),
        bucket.layout());
  }

  /** The bucket as it is now; null where there is none. Requests are let in by it. */
  @Nullable Known read(BucketName name) throws ErrnoException {
    Known known = look(name);
    if (known == null) {
      seen.remove(name);
    } else {
      if (seen.size() > MOST_SEEN) {
        seen.clear();
      }
      seen.put(name, Seen.of(known.record()));
    }
    return known;
  }

  private @Nullable Known look(BucketName name) throws ErrnoException {
    FileStat directory = directories.find(name);
    for (int look = 0; directory != null && look < MAX_LOOKS; look++) {
      byte[] bytes = Tree.read(posix, folder.records(), Names.of(name.value()));
      if (bytes != null) {
        return known(name, bytes, directory);
      }
      // The directory of a bucket goes before its record: only with that still there it has none.
      FileStat now = directories.find(name);
      if (now != null && now.isSameFile(directory) && now.created().equals(directory.created())) {
        return known(StoredBucket.getDefaultInstance(), directory);
      }
      directory = now;
    }
    return null;
  }

  private static Known known(BucketName name, byte[] bytes, FileStat directory) {
    StoredBucket stored = CheckedMessage.read(bytes, StoredBucket.parser());
    if (stored == null) {
      throw new StorageException(
          FailureReason.STORAGE_FAULT,
          "record of bucket " + name + ": damaged (expected: one that can be read)");
    }
    return known(stored, directory);
  }

  private static Known known(StoredBucket stored, FileStat directory) {
    return new Known(
        stored,
        BucketCodec.load(
            stored, directory.hasBirth() ? directory.created() : directory.modified()));
  }

  @Override
  public @Nullable Object seen(BucketName bucket) {
    return seen.get(bucket);
  }

  @Override
  public boolean isStill(BucketName bucket, @Nullable Object before) throws ErrnoException {
    if (before == null) {
      return true;
    }
    Known now = look(bucket);
    return now != null && Seen.of(now.record()).equals(before);
  }

  /** Forgets what is held of a bucket that is gone. */
  void forget(BucketName bucket) {
    layouts.remove(bucket);
    seen.remove(bucket);
  }
}
