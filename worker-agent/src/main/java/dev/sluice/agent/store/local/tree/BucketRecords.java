package dev.sluice.agent.store.local.tree;

import dev.sluice.agent.store.format.BucketSettings;
import dev.sluice.agent.store.format.CheckedMessage;
import dev.sluice.agent.store.format.StoredBucket;
import dev.sluice.agent.store.local.posix.Descriptor;
import dev.sluice.agent.store.local.posix.ErrnoException;
import dev.sluice.agent.store.local.posix.FileStat;
import dev.sluice.agent.store.local.posix.Names;
import dev.sluice.agent.store.local.posix.Posix;
import dev.sluice.agent.store.local.posix.RenameMode;
import dev.sluice.agent.store.local.posix.Tree;
import dev.sluice.agent.store.local.volume.DamageCounters;
import dev.sluice.agent.store.local.volume.LocalRoot;
import dev.sluice.agent.store.local.volume.Syncs;
import dev.sluice.agent.store.local.volume.Volume;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.StorageException;
import dev.sluice.v1.FailureReason;
import java.nio.ByteBuffer;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Records of buckets, each a file that is replaced as a whole. What was read of one is cached while
 * its name leads to the same file in the same state, so that it is opened and read once, and what
 * somebody changes by hand counts.
 */
final class BucketRecords {
  private static final int FILE_MODE = 0600;

  /** Bytes of records in the cache; beyond them all are dropped and read again. */
  private static final long MAX_CACHED_BYTES = 4L << 20;

  /** Bytes that a cached record takes beside its own. */
  private static final long OVERHEAD_BYTES = 512;

  private final Posix posix;
  private final Syncs syncs;

  /**
   * Stands for a record that cannot be read. Its policy cannot either, so that nobody but the
   * server's root is let in: the one that is lost may have denied anything.
   */
  private static final StoredBucket DAMAGED =
      StoredBucket.newBuilder()
          .setSettings(BucketSettings.newBuilder().setPolicy("a record that is damaged"))
          .build();

  private final DamageCounters damage;
  private final LocalRoot root;
  private final ConcurrentHashMap<BucketName, Cached> cache = new ConcurrentHashMap<>();
  private final AtomicLong cachedBytes = new AtomicLong();

  /**
   * A record as it was read.
   *
   * @param file what its file was before that: a later state of it differs
   */
  private record Cached(FileStat file, StoredBucket record) {
    long bytes() {
      return OVERHEAD_BYTES + record.getSerializedSize();
    }
  }

  BucketRecords(Volume volume, LocalRoot root) {
    this.posix = volume.posix();
    this.syncs = volume.syncs();
    this.damage = volume.damage();
    this.root = root;
  }

  /** The record of a bucket, {@link #DAMAGED} where it cannot be read; null where there is none. */
  @Nullable StoredBucket read(BucketName bucket) throws ErrnoException {
    byte[] name = Names.of(bucket.value());
    FileStat file = Tree.stat(posix, root.buckets(), name);
    if (file == null) {
      return null;
    }
    Cached before = cache.get(bucket);
    if (before != null && before.file().equals(file)) {
      return before.record();
    }
    StoredBucket record = recordOf(Tree.readRecord(posix, root.buckets(), name));
    if (record != null) {
      add(bucket, before, new Cached(file, record));
      return record;
    }
    return countIfThere(bucket, name) ? DAMAGED : null;
  }

  /**
   * The record of a bucket that is about to be replaced; null where there is none. One that is
   * there and cannot be read would be lost.
   *
   * @throws StorageException {@code STORAGE_FAULT} where the record is damaged
   */
  @Nullable StoredBucket readToReplace(BucketName bucket) throws ErrnoException {
    byte[] name = Names.of(bucket.value());
    StoredBucket record = recordOf(Tree.read(posix, root.buckets(), name));
    if (record == null && countIfThere(bucket, name)) {
      throw new StorageException(
          FailureReason.STORAGE_FAULT,
          "record of bucket " + bucket + ": damaged (expected: one that sluice fsck finds whole)");
    }
    return record;
  }

  private static @Nullable StoredBucket recordOf(byte @Nullable [] bytes) {
    return bytes == null ? null : CheckedMessage.read(bytes, StoredBucket.parser());
  }

  /** Counts a record that could not be read as damaged, unless it is simply not there. */
  private boolean countIfThere(BucketName bucket, byte[] name) throws ErrnoException {
    boolean there = Tree.stat(posix, root.buckets(), name) != null;
    if (there) {
      damage.met(DamageCounters.Kind.BUCKET_RECORD, bucket.value());
    }
    return there;
  }

  /** Adds what was read, unless the bucket's record was written or read since. */
  private void add(BucketName bucket, @Nullable Cached before, Cached read) {
    boolean added =
        before == null
            ? cache.putIfAbsent(bucket, read) == null
            : cache.replace(bucket, before, read);
    if (added) {
      count(read.bytes() - (before == null ? 0 : before.bytes()));
    }
  }

  private void count(long bytes) {
    if (cachedBytes.addAndGet(bytes) > MAX_CACHED_BYTES) {
      cache.clear();
      cachedBytes.set(0);
    }
  }

  /** Replaces the record of a bucket, durably. One caller at a time. */
  void write(BucketName bucket, StoredBucket record) throws ErrnoException {
    byte[] name = Names.of(bucket.value());
    byte[] staged = root.area().nextName();
    Descriptor staging = root.area().staging();
    try (Descriptor file = posix.create(staging, staged, FILE_MODE)) {
      posix.write(file, ByteBuffer.wrap(CheckedMessage.write(record)), 0);
      syncs.file(file);
      posix.rename(staging, staged, root.buckets(), name, RenameMode.REPLACE);
    } catch (ErrnoException e) {
      Tree.removeAfter(e, posix, staging, staged);
      throw e;
    }
    // Whoever read the old file finds this entry changed, and does not put the old record back.
    forget(bucket);
    syncs.directory(root.buckets());
  }

  /** Removes the record of a bucket that is gone. */
  void remove(BucketName bucket) throws ErrnoException {
    Tree.remove(posix, root.buckets(), Names.of(bucket.value()));
    forget(bucket);
  }

  private void forget(BucketName bucket) {
    Cached before = cache.remove(bucket);
    if (before != null) {
      count(-before.bytes());
    }
  }

  /** Removes the records of buckets that are not there: a crash came between the two. */
  void sweep() throws ErrnoException {
    for (byte[] name : Tree.names(posix, root.buckets())) {
      if (Tree.stat(posix, root.directory(), name) == null) {
        Tree.remove(posix, root.buckets(), name);
      }
    }
  }
}
