package dev.sluice.agent.store.local.tree;

import dev.sluice.agent.store.engine.bucket.BucketRecord;
import dev.sluice.agent.store.engine.bucket.BucketScan;
import dev.sluice.agent.store.engine.bucket.BucketSettings;
import dev.sluice.agent.store.engine.bucket.KeptUsage;
import dev.sluice.agent.store.engine.object.Expectation;
import dev.sluice.agent.store.engine.object.ExpectationNotMet;
import dev.sluice.agent.store.format.BucketCodec;
import dev.sluice.agent.store.format.StoredBucket;
import dev.sluice.agent.store.key.Layout;
import dev.sluice.agent.store.local.posix.Descriptor;
import dev.sluice.agent.store.local.posix.Errno;
import dev.sluice.agent.store.local.posix.ErrnoAction;
import dev.sluice.agent.store.local.posix.ErrnoException;
import dev.sluice.agent.store.local.posix.FileStat;
import dev.sluice.agent.store.local.posix.Names;
import dev.sluice.agent.store.local.posix.Posix;
import dev.sluice.agent.store.local.posix.Tree;
import dev.sluice.agent.store.local.volume.LocalRoot;
import dev.sluice.agent.store.local.volume.Syncs;
import dev.sluice.agent.store.local.volume.Volume;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.FailureDetail;
import dev.sluice.common.model.StorageException;
import dev.sluice.v1.FailureReason;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The top directories with legal names, each of them a bucket, and what is kept about them. */
public final class Buckets implements BucketLookup {
  private final Posix posix;
  private final Syncs syncs;
  private final BucketDirectories directories;
  private final BucketRecords records;
  private final LocalRoot root;
  private final BucketAreas areas;
  private final KnownBuckets known = new KnownBuckets(System::nanoTime);
  private final ConcurrentHashMap<BucketName, Layout> layouts = new ConcurrentHashMap<>();

  /**
   * Buckets come and go one at a time; the order of locks stands at the package {@code
   * store.local}.
   */
  private final ReentrantLock changing = new ReentrantLock();

  public Buckets(Volume volume, LocalRoot root, BucketAreas areas) {
    this.posix = volume.posix();
    this.syncs = volume.syncs();
    this.directories = new BucketDirectories(volume, root.directory());
    this.records = new BucketRecords(volume, root);
    this.root = root;
    this.areas = areas;
  }

  /**
   * The bucket.
   *
   * @throws StorageException {@code BUCKET_NOT_FOUND}
   */
  @Override
  public Bucket require(BucketName name) throws ErrnoException {
    FileStat directory = directories.find(name);
    if (directory == null) {
      throw StorageException.noSuchBucket(name);
    }
    Layout layout = layouts.computeIfAbsent(name, ignored -> new Layout());
    return new Bucket(name, areas.of(name, directory), layout);
  }

  /** Names of all buckets, in byte order. */
  public List<BucketName> names() throws ErrnoException {
    return directories.names();
  }

  /** A page of the names of buckets, in byte order. */
  public List<BucketName> names(BucketScan scan) throws ErrnoException {
    return directories.names(scan);
  }

  /** The record of a bucket; null where there is none. */
  public @Nullable BucketRecord record(BucketName name) throws ErrnoException {
    KnownBuckets.Reading reading = known.read();
    FileStat directory = directories.find(name);
    BucketRecord record =
        directory == null ? null : BucketDirectories.record(records.read(name), directory);
    known.keep(name, record, reading);
    return record;
  }

  /** The record of a bucket, where it is known without a system call; null where it is not. */
  public @Nullable BucketRecord knownRecord(BucketName name) {
    return known.get(name);
  }

  /** Whether anything bears a bucket's name, also what is not served: a link, say. */
  public boolean isTaken(BucketName name) throws ErrnoException {
    return Tree.stat(posix, root.directory(), Names.of(name.value())) != null;
  }

  /** Does something if there is no such bucket, and none appears meanwhile. */
  public boolean ifMissing(BucketName name, ErrnoAction work) throws ErrnoException {
    changing.lock();
    try {
      if (isTaken(name)) {
        return false;
      }
      directories.requireRoot();
      work.run();
      return true;
    } finally {
      changing.unlock();
    }
  }

  /** Creates a bucket; false where there is one. */
  public boolean create(BucketName name, BucketRecord record, int mode) throws ErrnoException {
    return ifMissing(
        name,
        () -> {
          write(name, BucketCodec.store(record));
          posix.makeDirectory(root.directory(), Names.of(name.value()), mode);
          syncs.directory(root.directory());
        });
  }

  /** Replaces the settings of a bucket, if they are in the state that is expected. */
  public BucketRecord replaceSettings(
      BucketName name, BucketSettings settings, Expectation.Exactly expectation)
      throws ErrnoException {
    changing.lock();
    try {
      FileStat directory = directories.find(name);
      if (directory == null) {
        throw StorageException.noSuchBucket(name);
      }
      StoredBucket stored = records.readToReplace(name);
      BucketRecord before = BucketDirectories.record(stored, directory);
      if (!expectation.isMetBy(before.state())) {
        throw new ExpectationNotMet(expectation);
      }
      BucketRecord after = before.withSettings(settings);
      write(
          name,
          BucketCodec.withSettings(
              stored == null ? StoredBucket.getDefaultInstance() : stored, after));
      return after;
    } finally {
      changing.unlock();
    }
  }

  /** Whatever becomes of the sync: what was read before is not known any more. */
  private void write(BucketName name, StoredBucket record) throws ErrnoException {
    try {
      records.write(name, record);
    } finally {
      known.changed();
    }
  }

  /** Keeps the usage of a bucket with its record. */
  public void keepUsage(BucketName name, KeptUsage usage) throws ErrnoException {
    changing.lock();
    try {
      if (directories.find(name) == null) {
        throw StorageException.noSuchBucket(name);
      }
      StoredBucket stored = records.readToReplace(name);
      write(
          name,
          BucketCodec.withUsage(
              stored == null ? StoredBucket.getDefaultInstance() : stored, usage));
    } finally {
      changing.unlock();
    }
  }

  /**
   * Removes a bucket whose tree holds only empty directories.
   *
   * @param changes is notified
   * @param afterwards what else has to go before there can be such a bucket again
   * @return false where it holds something
   */
  public boolean delete(Bucket bucket, DirectoryChanges changes, ErrnoAction afterwards)
      throws ErrnoException {
    changing.lock();
    bucket.layout().writeLock().lock();
    try {
      byte[] name = Names.of(bucket.name().value());
      if (root.directory().linked(name) != null) {
        throw isLink(bucket.name());
      }
      if (!areas.movesFromRoot(bucket.name())) {
        throw isMount(bucket.name());
      }
      try (Descriptor directory = posix.openDirectory(root.directory(), name)) {
        if (!EmptyTree.holdsNothing(posix, directory)) {
          return false;
        }
        clear(bucket.name(), directory);
        areas.remove(bucket.name(), directory);
      }
      posix.removeDirectory(root.directory(), name);
      changes.bucketVanished(bucket.name());
      syncs.directory(root.directory());
      records.remove(bucket.name());
      known.changed();
      afterwards.run();
      return true;
    } catch (ErrnoException e) {
      return switch (e.errno()) {
        case ENOTEMPTY, EEXIST -> false;
        case ENOENT -> throw StorageException.noSuchBucket(bucket.name());
        case EBUSY -> throw isMount(bucket.name());
        default -> throw e;
      };
    } finally {
      bucket.layout().writeLock().unlock();
      changing.unlock();
    }
  }

  /** A mount below is none of the bucket's own, and not removed either. */
  private void clear(BucketName bucket, Descriptor directory) throws ErrnoException {
    try {
      EmptyTree.clear(posix, directory);
    } catch (ErrnoException e) {
      if (!e.is(Errno.EBUSY)) {
        throw e;
      }
      throw new StorageException(
          FailureReason.BUCKET_NOT_EMPTY,
          "bucket: "
              + bucket
              + " holds a mount point: "
              + Names.show(e.path())
              + " (expected: unmounted before the bucket is deleted)",
          FailureDetail.NONE,
          e);
    }
  }

  private static StorageException isLink(BucketName bucket) {
    return new StorageException(
        FailureReason.REQUEST_INVALID,
        "bucket: "
            + bucket
            + " is a symbolic link (expected: a directory; remove the link by hand)");
  }

  private static StorageException isMount(BucketName bucket) {
    return new StorageException(
        FailureReason.STORAGE_FAULT,
        "bucket: " + bucket + " is a mount point (expected: unmounted before it is deleted)");
  }

  /** Removes the records of buckets that are not there, while none comes or goes. */
  public void sweepRecords() throws ErrnoException {
    changing.lock();
    try {
      records.sweep();
    } finally {
      changing.unlock();
    }
  }
}
