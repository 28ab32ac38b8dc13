package dev.sluice.agent.store.local.object;

import dev.sluice.agent.store.engine.object.Expectation;
import dev.sluice.agent.store.engine.object.ExpectationNotMet;
import dev.sluice.agent.store.engine.object.ObjectRecord;
import dev.sluice.agent.store.engine.object.StateToken;
import dev.sluice.agent.store.engine.object.StoredObject;
import dev.sluice.agent.store.format.StoredRecord;
import dev.sluice.agent.store.key.KeyLocks;
import dev.sluice.agent.store.key.Layout;
import dev.sluice.agent.store.local.posix.Descriptor;
import dev.sluice.agent.store.local.posix.Errno;
import dev.sluice.agent.store.local.posix.ErrnoException;
import dev.sluice.agent.store.local.posix.FileStat;
import dev.sluice.agent.store.local.posix.Names;
import dev.sluice.agent.store.local.posix.Posix;
import dev.sluice.agent.store.local.posix.RenameMode;
import dev.sluice.agent.store.local.record.Records;
import dev.sluice.agent.store.local.tree.Bucket;
import dev.sluice.agent.store.local.tree.Directories;
import dev.sluice.agent.store.local.tree.DirectoryChanges;
import dev.sluice.agent.store.local.tree.FileInTheWay;
import dev.sluice.agent.store.local.tree.Inheritance;
import dev.sluice.agent.store.local.tree.ObjectLocation;
import dev.sluice.agent.store.local.tree.ObjectLocator;
import dev.sluice.agent.store.local.tree.ObjectPath;
import dev.sluice.agent.store.local.tree.PlainFolders;
import dev.sluice.agent.store.local.volume.Capabilities;
import dev.sluice.agent.store.local.volume.StorageArea;
import dev.sluice.agent.store.local.volume.Syncs;
import dev.sluice.agent.store.local.volume.Volume;
import dev.sluice.common.model.ObjectKey;
import dev.sluice.common.model.StorageException;
import dev.sluice.v1.FailureReason;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.locks.Lock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes staged files objects: stamp, record, sync of the file, rename, sync of the directories. Up
 * to the rename the old object is untouched; from it on the new one is there, whole. The key's lock
 * is held for the rename and for what has to be compared and written right before it.
 */
public final class Publisher {
  /** The number of times that a put may lose its directory to deletes before it shuts them out. */
  private static final int GENTLE_ATTEMPTS = 8;

  private static final int MAX_ATTEMPTS = 32;

  private static final Logger LOG = LoggerFactory.getLogger(Publisher.class);

  private final Posix posix;
  private final Syncs syncs;
  private final KeyLocks locks;
  private final ObjectLocator locator;
  private final Directories directories;
  private final Reader reader;
  private final DirectoryChanges changes;
  private final Inheritance inheritance;
  private final PlainFolders plain;
  private final InstantSource clock;

  public Publisher(
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
    this.inheritance = directories.folders().inheritance();
    this.plain = new PlainFolders(volume.clock());
    this.clock = volume.clock();
  }

  /** Stamps a file, puts its record with it and brings both to the disk. */
  public SealedFile seal(Bucket bucket, ObjectKey key, Publishable stage, ObjectRecord record)
      throws ErrnoException {
    FileStat stat = stamp(stage.file());
    return seal(bucket, key, stage, stat, record, StoredRecord.getDefaultInstance());
  }

  /**
   * The same of a copy of an object's bytes that differs from it in the record alone: it has the
   * time of the original, too.
   */
  public SealedFile sealCopy(
      Bucket bucket, ObjectKey key, Publishable copy, LocalObject original, ObjectRecord record)
      throws ErrnoException {
    FileStat opened = original.opened();
    posix.setModified(copy.file(), opened.modifiedSeconds(), opened.modifiedNanos());
    FileStat stat = posix.stat(copy.file());
    return seal(bucket, key, copy, stat, record, original.found().stored());
  }

  private SealedFile seal(
      Bucket bucket,
      ObjectKey key,
      Publishable stage,
      FileStat stat,
      ObjectRecord record,
      StoredRecord before)
      throws ErrnoException {
    Records.Draft draft =
        bucket.records().draft(bucket.name(), key, stage.file(), stat, record, before);
    SealedFile sealed = new SealedFile(bucket, key, stage, stat, record, draft);
    boolean durable = false;
    try {
      inherit(bucket, key, stage.file(), stat);
      syncs.file(stage.file());
      durable = true;
      return sealed;
    } finally {
      if (!durable) {
        sealed.close();
      }
    }
  }

  StoredObject publish(SealedFile sealed, Expectation expectation) throws ErrnoException {
    try (ObjectLocation location = show(sealed, sealed.bucket(), expectation)) {
      sealed.shown();
      directories.sync(sealed.bucket().name(), location.path().directory(), location.directory());
    }
    return sealed.object();
  }

  /**
   * Gives the file the inheritance of its folder, which it does not get by itself as it was staged
   * elsewhere.
   */
  private void inherit(Bucket bucket, ObjectKey key, Descriptor file, FileStat stat)
      throws ErrnoException {
    ObjectPath path = ObjectPath.of(bucket.name(), key);
    String name = Names.key(path.directoryInRoot());
    if (plain.contains(name)) {
      return;
    }
    try (Descriptor folder = directories.openNearest(path.bucket(), path.directory())) {
      if (folder != null && !inheritance.give(folder, file, stat)) {
        plain.add(name);
      }
    }
  }

  /**
   * Stamps the file with its time and returns the attributes as the file system rounded them: the
   * record is sealed with these.
   */
  private FileStat stamp(Descriptor file) throws ErrnoException {
    Instant now = clock.instant();
    posix.setModified(file, now.getEpochSecond(), now.getNano());
    return posix.stat(file);
  }

  /**
   * Shows a sealed file as the object of its key; that this survives a power cut is the caller's.
   *
   * @param bucket as it is now
   * @return where it is
   */
  public ObjectLocation show(SealedFile sealed, Bucket bucket, Expectation expectation)
      throws ErrnoException {
    ObjectPath path = ObjectPath.of(bucket.name(), sealed.key());
    Lock own = locks.of(bucket.name(), sealed.key());
    own.lock();
    try {
      for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
        ObjectLocation location;
        try {
          location = tryToShow(sealed, bucket, path, expectation, attempt);
        } catch (FileInTheWay e) {
          locator.makeDirectory(bucket, e.path());
          continue;
        }
        if (location != null) {
          return location;
        }
      }
    } finally {
      own.unlock();
    }
    throw new StorageException(
        FailureReason.CONDITIONAL_CONFLICT,
        "put: lost its directory " + MAX_ATTEMPTS + " times to other changes");
  }

  private @Nullable ObjectLocation tryToShow(
      SealedFile sealed, Bucket bucket, ObjectPath path, Expectation expectation, int attempt)
      throws ErrnoException, FileInTheWay {
    boolean gentle = attempt < GENTLE_ATTEMPTS;
    Layout whole = bucket.layout();
    Lock layout = gentle ? whole.readLock() : whole.writeLock();
    layout.lock();
    try {
      if (expectation instanceof Expectation.Exactly && !isThere(path)) {
        throw new ExpectationNotMet(expectation);
      }
      ObjectLocation location = place(bucket.area(), path);
      if (location == null) {
        return null;
      }
      boolean done = false;
      try {
        done = rename(sealed, bucket, location, expectation);
        return done ? location : null;
      } finally {
        if (!done) {
          location.close();
        }
      }
    } catch (ErrnoException | StorageException | ExpectationNotMet e) {
      // What is behind a boundary is put there from elsewhere, and may replace an empty folder of
      // other people's.
      if (!(e instanceof ErrnoException error && error.is(Errno.EXDEV))) {
        pruneAfter(e, path);
      }
      throw e;
    } finally {
      layout.unlock();
    }
  }

  /**
   * The location for the object; null where a delete removed a directory on the way there
   * meanwhile.
   */
  private @Nullable ObjectLocation place(StorageArea area, ObjectPath path)
      throws ErrnoException, FileInTheWay {
    try {
      return locator.forPut(area, path);
    } catch (ErrnoException e) {
      if (e.is(Errno.ENOENT)) {
        return null;
      }
      throw e;
    }
  }

  /** Directories that were made for nothing go again. */
  private void pruneAfter(Exception failure, ObjectPath path) {
    try {
      directories.prune(path.bucket(), path.directory());
    } catch (ErrnoException e) {
      failure.addSuppressed(e);
    }
  }

  private boolean isThere(ObjectPath path) throws ErrnoException {
    try (ObjectLocation location = locator.find(path)) {
      return location != null;
    }
  }

  private boolean rename(
      SealedFile sealed, Bucket bucket, ObjectLocation location, Expectation expectation)
      throws ErrnoException {
    prepare(sealed, bucket, location, expectation);
    Publishable stage = sealed.stage();
    try (var _ =
        bucket.area().release().hold(location.directory(), location.name(), location.stat())) {
      if (!(expectation instanceof Expectation.Absent)) {
        rename(stage, location, RenameMode.REPLACE);
      } else if (!renameToFreeName(bucket.area().capabilities(), stage, location)) {
        link(stage, location);
      }
    } catch (ErrnoException e) {
      return switch (e.errno()) {
        // The directory is gone, or something came to be there since it was looked at.
        case ENOENT, EEXIST, EISDIR, ENOTEMPTY -> false;
        default -> throw e;
      };
    }
    stage.published();
    ObjectPath at = location.path();
    changes.appeared(bucket.name(), at.directory(), at.name(), false);
    return true;
  }

  private void rename(Publishable stage, ObjectLocation location, RenameMode mode)
      throws ErrnoException {
    posix.rename(stage.directory(), stage.name(), location.directory(), location.name(), mode);
  }

  /** Never in place of something; false where the file system cannot rename so. */
  private boolean renameToFreeName(
      Capabilities capabilities, Publishable stage, ObjectLocation location) throws ErrnoException {
    if (!capabilities.noReplace()) {
      return false;
    }
    try {
      rename(stage, location, RenameMode.NO_REPLACE);
      return true;
    } catch (ErrnoException e) {
      if (e.isUnsupported()) {
        return false;
      }
      throw e;
    }
  }

  /** A link never replaces. The stage's own name goes, or is found when the next one is swept. */
  private void link(Publishable stage, ObjectLocation location) throws ErrnoException {
    posix.link(stage.directory(), stage.name(), location.directory(), location.name());
    try {
      posix.unlink(stage.directory(), stage.name());
    } catch (ErrnoException e) {
      LOG.debug("A stage keeps its name: {}", e.getMessage());
    }
  }

  /** Compares what is there with what is expected, and prepares for it to be replaced. */
  private void prepare(
      SealedFile sealed, Bucket bucket, ObjectLocation location, Expectation expectation)
      throws ErrnoException {
    ObjectKey key = sealed.key();
    Records.Draft draft = sealed.draft();
    boolean recordsMove = bucket.area().capabilities().attributes();
    if (recordsMove && expectation instanceof Expectation.Anything) {
      return;
    }
    if (location.stat() == null) {
      check(expectation, null);
      bucket.records().announce(bucket.name(), key, draft, null);
      return;
    }
    try (LocalObject current = reader.open(bucket, key, location)) {
      check(expectation, current.object().state());
      bucket.records().announce(bucket.name(), key, draft, current.file());
    }
  }

  private static void check(Expectation expectation, @Nullable StateToken current) {
    if (!expectation.isMetBy(current)) {
      throw new ExpectationNotMet(expectation);
    }
  }
}
