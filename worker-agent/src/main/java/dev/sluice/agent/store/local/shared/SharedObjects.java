package dev.sluice.agent.store.local.shared;

import dev.sluice.agent.store.engine.object.Deleted;
import dev.sluice.agent.store.engine.object.Expectation;
import dev.sluice.agent.store.engine.object.ExpectationNotMet;
import dev.sluice.agent.store.engine.object.ObjectName;
import dev.sluice.agent.store.engine.object.ObjectRecord;
import dev.sluice.agent.store.engine.object.StoredObject;
import dev.sluice.agent.store.local.object.LocalObject;
import dev.sluice.agent.store.local.object.Publisher;
import dev.sluice.agent.store.local.object.Reader;
import dev.sluice.agent.store.local.object.SealedFile;
import dev.sluice.agent.store.local.posix.Descriptor;
import dev.sluice.agent.store.local.posix.ErrnoException;
import dev.sluice.agent.store.local.posix.Names;
import dev.sluice.agent.store.local.posix.Posix;
import dev.sluice.agent.store.local.tree.Bucket;
import dev.sluice.agent.store.local.tree.Directories;
import dev.sluice.agent.store.local.tree.ObjectLocation;
import dev.sluice.agent.store.local.tree.ObjectLocator;
import dev.sluice.agent.store.local.tree.ObjectPath;
import dev.sluice.agent.store.local.volume.Syncs;
import dev.sluice.agent.store.local.volume.Volume;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.ObjectKey;
import dev.sluice.common.model.StorageException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Changes of objects: each a rename out of the folder of its slot's epoch, or into it. */
final class SharedObjects {
  private static final Logger LOG = LoggerFactory.getLogger(SharedObjects.class);

  private final Volume volume;
  private final Posix posix;
  private final Syncs syncs;
  private final SharedFolder folder;
  private final SharedSlots slots;
  private final SharedBuckets buckets;
  private final Publisher publisher;
  private final ObjectLocator locator;
  private final Directories directories;
  private final Reader reader;

  SharedObjects(
      Volume volume,
      SharedFolder folder,
      SharedSlots slots,
      SharedBuckets buckets,
      Publisher publisher,
      ObjectLocator locator,
      Directories directories,
      Reader reader) {
    this.volume = volume;
    this.posix = volume.posix();
    this.syncs = volume.syncs();
    this.folder = folder;
    this.slots = slots;
    this.buckets = buckets;
    this.publisher = publisher;
    this.locator = locator;
    this.directories = directories;
    this.reader = reader;
  }

  FencedStage stage(BucketName bucket, long expectedLength) throws ErrnoException {
    var _ = buckets.require(bucket);
    return FencedStage.create(volume, folder.area(), expectedLength);
  }

  SealedFile seal(BucketName bucket, ObjectKey key, FencedStage stage, ObjectRecord record)
      throws ErrnoException {
    return publisher.seal(buckets.require(bucket), key, stage, record);
  }

  StoredObject publish(SealedFile sealed, Expectation expectation) throws ErrnoException {
    BucketName bucket = sealed.bucket().name();
    FencedStage stage = (FencedStage) sealed.stage();
    ObjectLocation shown =
        slots.decide(bucket, sealed.key(), tenure -> show(tenure, stage, sealed, expectation));
    try (shown) {
      sealed.shown();
      sync(bucket, shown.path().directory(), shown.directory());
    }
    return sealed.object();
  }

  private ObjectLocation show(
      SlotEpoch.Tenure tenure, FencedStage stage, SealedFile sealed, Expectation expectation)
      throws ErrnoException {
    stage.enter(tenure);
    try {
      Bucket bucket = buckets.within(sealed.bucket().name(), tenure);
      return publisher.show(sealed, bucket, expectation);
    } catch (ExpectationNotMet e) {
      boolean _ = stage.leave();
      throw e;
    } catch (ErrnoException | StorageException e) {
      if (stage.leave()) {
        throw e;
      }
      StorageException taken = tenure.epoch().taken();
      taken.addSuppressed(e);
      throw taken;
    }
  }

  /**
   * Makes a changed directory survive a power cut, and the names that lead to it, which another
   * agent may have made.
   */
  private void sync(BucketName bucket, byte[] directory, @Nullable Descriptor opened)
      throws ErrnoException {
    if (!syncs.enabled()) {
      return;
    }
    if (opened != null) {
      directories.sync(bucket, directory, opened);
    }
    byte[] at = opened == null ? directory : above(directory);
    while (at != null) {
      try (Descriptor nearest = directories.openNearest(bucket, at)) {
        if (nearest == null) {
          return;
        }
        syncs.directory(nearest);
      }
      at = above(at);
    }
  }

  private static byte @Nullable [] above(byte[] directory) {
    return directory.length == 0 ? null : Names.parent(directory);
  }

  /**
   * Replaces the record of an object: by a copy of its bytes, shared where the file system can, as
   * an attribute of the file itself could be replaced by a former owner however late.
   */
  StoredObject replaceRecord(ObjectName name, ObjectRecord record, Expectation.Exactly expectation)
      throws ErrnoException {
    try (LocalObject current = reader.open(name)) {
      if (current == null || !expectation.isMetBy(current.object().state())) {
        throw new ExpectationNotMet(expectation);
      }
      long size = current.object().size();
      try (FencedStage copy = stage(name.bucket(), size)) {
        copy.append(current, 0, size);
        try (SealedFile sealed =
            publisher.sealCopy(buckets.require(name.bucket()), name.key(), copy, current, record)) {
          return publish(sealed, expectation);
        }
      }
    }
  }

  Deleted delete(ObjectName name, Expectation expectation) throws ErrnoException {
    BucketName bucket = name.bucket();
    Optional<byte[]> left =
        slots.decide(bucket, name.key(), tenure -> remove(tenure, bucket, name.key(), expectation));
    if (left.isEmpty()) {
      syncs.settle();
      return Deleted.NOTHING;
    }
    sync(bucket, left.get(), null);
    return Deleted.OBJECT;
  }

  /** The path of the innermost directory that is left; empty where there was no object. */
  private Optional<byte[]> remove(
      SlotEpoch.Tenure tenure, BucketName bucket, ObjectKey key, Expectation expectation)
      throws ErrnoException {
    Bucket found = buckets.require(bucket);
    try (ObjectLocation location = locator.find(ObjectPath.of(bucket, key))) {
      if (location == null) {
        if (expectation instanceof Expectation.Exactly) {
          throw new ExpectationNotMet(expectation);
        }
        tenure.epoch().requireLasting();
        return Optional.empty();
      }
      reader.requireMet(found, key, location, expectation);
      byte[] taken = tenure.take(posix, location.directory(), location.name(), "deleted");
      if (taken.length == 0) {
        // Removed from outside, this moment.
        return Optional.empty();
      }
      drop(tenure, taken, location);
      return Optional.of(directories.prune(bucket, location.path().directory()));
    }
  }

  /** The object is deleted already; what is left of it goes with the folder of the epoch. */
  private void drop(SlotEpoch.Tenure tenure, byte[] taken, ObjectLocation location) {
    try (var _ = folder.area().release().hold(tenure.folder(), taken, location.stat())) {
      posix.unlink(tenure.folder(), taken);
    } catch (ErrnoException e) {
      LOG.debug("A deleted object stays in the folder of its slot: {}", e.getMessage());
    }
  }
}
