package dev.sluice.agent.store.local.object;

import dev.sluice.agent.store.engine.object.Expectation;
import dev.sluice.agent.store.engine.object.ExpectationNotMet;
import dev.sluice.agent.store.engine.object.ObjectRecord;
import dev.sluice.agent.store.engine.object.StoredObject;
import dev.sluice.agent.store.format.StoredRecord;
import dev.sluice.agent.store.key.KeyLocks;
import dev.sluice.agent.store.local.posix.Descriptor;
import dev.sluice.agent.store.local.posix.Errno;
import dev.sluice.agent.store.local.posix.ErrnoException;
import dev.sluice.agent.store.local.posix.FileStat;
import dev.sluice.agent.store.local.posix.Posix;
import dev.sluice.agent.store.local.record.Records;
import dev.sluice.agent.store.local.record.Seals;
import dev.sluice.agent.store.local.tree.Bucket;
import dev.sluice.agent.store.local.tree.Directories;
import dev.sluice.agent.store.local.tree.DirectoryChanges;
import dev.sluice.agent.store.local.tree.ObjectLocation;
import dev.sluice.agent.store.local.tree.ObjectLocator;
import dev.sluice.agent.store.local.tree.ObjectPath;
import dev.sluice.agent.store.local.volume.DeferredRelease;
import dev.sluice.agent.store.local.volume.Syncs;
import dev.sluice.agent.store.local.volume.Volume;
import dev.sluice.common.model.ObjectKey;
import java.util.concurrent.locks.Lock;

/** Changes objects that are there: replaces their records, removes them. */
public final class ObjectWriter {
  private final Posix posix;
  private final Syncs syncs;
  private final KeyLocks locks;
  private final ObjectLocator locator;
  private final Directories directories;
  private final Reader reader;
  private final DirectoryChanges changes;

  public ObjectWriter(
      Volume volume,
      KeyLocks locks,
      ObjectLocator locator,
      Directories directories,
      Reader reader,
      DirectoryChanges changes) {
    this.posix = volume.posix();
    this.syncs = volume.syncs();
    this.locks = locks;
    this.locator = locator;
    this.directories = directories;
    this.reader = reader;
    this.changes = changes;
  }

  /** Replaces the record of an object, in one step and durably. */
  public StoredObject replaceRecord(
      Bucket bucket, ObjectKey key, ObjectRecord record, Expectation.Exactly expectation)
      throws ErrnoException {
    Lock own = locks.of(bucket.name(), key);
    Lock layout = bucket.layout().readLock();
    own.lock();
    layout.lock();
    StoredObject replaced;
    Descriptor file;
    try (ObjectLocation location = locator.find(ObjectPath.of(bucket.name(), key))) {
      if (location == null) {
        throw new ExpectationNotMet(expectation);
      }
      try (LocalObject current = reader.open(bucket, key, location)) {
        if (!expectation.isMetBy(current.object().state())) {
          throw new ExpectationNotMet(expectation);
        }
        replaced = attach(bucket, key, current, record);
        file = current.file().share();
      }
    } finally {
      layout.unlock();
      own.unlock();
    }
    // The file may have bytes from outside that are not on the disk yet: those are not waited for.
    try (file) {
      sync(syncs, bucket, file);
    }
    return replaced;
  }

  private static StoredObject attach(
      Bucket bucket, ObjectKey key, LocalObject current, ObjectRecord record)
      throws ErrnoException {
    FileStat stat = current.opened();
    Records.Draft draft =
        attach(bucket, key, current.file(), stat, record, current.found().stored());
    return Seals.object(stat, record, draft.stored().getRevision(), bucket.identifiesFiles());
  }

  private static Records.Draft attach(
      Bucket bucket,
      ObjectKey key,
      Descriptor file,
      FileStat stat,
      ObjectRecord record,
      StoredRecord before)
      throws ErrnoException {
    Records records = bucket.records();
    Records.Draft draft = records.draft(bucket.name(), key, file, stat, record, before);
    boolean counts = false;
    try {
      records.announce(bucket.name(), key, draft, null);
      counts = true;
    } finally {
      records.settle(draft, counts);
    }
    return draft;
  }

  private static void sync(Syncs syncs, Bucket bucket, Descriptor file) throws ErrnoException {
    if (bucket.area().capabilities().attributes()) {
      syncs.file(file);
    }
  }

  /**
   * Replaces the record of an open file, durably.
   *
   * @param stat of the file, which the record will be sealed with
   * @param before the record it takes the place of, or the default message
   */
  public static void replaceRecord(
      Syncs syncs,
      Bucket bucket,
      ObjectKey key,
      Descriptor file,
      FileStat stat,
      ObjectRecord record,
      StoredRecord before)
      throws ErrnoException {
    attach(bucket, key, file, stat, record, before);
    sync(syncs, bucket, file);
  }

  /** Removes an object; false where there is none. */
  public boolean delete(Bucket bucket, ObjectKey key, Expectation expectation)
      throws ErrnoException {
    byte[] left = remove(bucket, key, expectation);
    if (left == null) {
      syncs.settle();
      return false;
    }
    directories.syncLeft(bucket.name(), left);
    return true;
  }

  /** The path of the innermost directory that is left; null where there was no object. */
  private byte @org.jspecify.annotations.Nullable [] remove(
      Bucket bucket, ObjectKey key, Expectation expectation) throws ErrnoException {
    Lock own = locks.of(bucket.name(), key);
    Lock layout = bucket.layout().readLock();
    own.lock();
    layout.lock();
    try (ObjectLocation location = locator.find(ObjectPath.of(bucket.name(), key))) {
      if (location == null) {
        if (expectation instanceof Expectation.Exactly) {
          throw new ExpectationNotMet(expectation);
        }
        return null;
      }
      reader.requireMet(bucket, key, location, expectation);
      unlink(bucket, location);
      ObjectPath at = location.path();
      changes.vanished(bucket.name(), at.directory(), at.name(), false);
      return directories.prune(bucket.name(), at.directory());
    } catch (ErrnoException e) {
      if (e.is(Errno.ENOENT)) {
        // Removed from outside, this moment.
        return null;
      }
      throw e;
    } finally {
      layout.unlock();
      own.unlock();
    }
  }

  private void unlink(Bucket bucket, ObjectLocation location) throws ErrnoException {
    DeferredRelease release = bucket.area().release();
    try (var _ = release.hold(location.directory(), location.name(), location.stat())) {
      posix.unlink(location.directory(), location.name());
    }
  }
}
