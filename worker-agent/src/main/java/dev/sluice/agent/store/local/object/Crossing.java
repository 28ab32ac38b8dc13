package dev.sluice.agent.store.local.object;

import dev.sluice.agent.store.engine.object.Expectation;
import dev.sluice.agent.store.engine.object.ObjectRecord;
import dev.sluice.agent.store.engine.object.StoredObject;
import dev.sluice.agent.store.local.posix.Errno;
import dev.sluice.agent.store.local.posix.ErrnoException;
import dev.sluice.agent.store.local.tree.Bucket;
import dev.sluice.agent.store.local.tree.Buckets;
import dev.sluice.agent.store.local.tree.InnerAreas;
import dev.sluice.agent.store.local.tree.ObjectPath;
import dev.sluice.agent.store.local.volume.StorageArea;
import dev.sluice.agent.store.local.volume.Volume;
import dev.sluice.common.model.ObjectKey;

/**
 * Staging and publishing over boundaries inside a bucket. A stage is begun behind the one at the
 * top of its bucket, if there is one, and copied over any other that lies between it and its place.
 * What is known to be behind one is copied before it is sealed, and so before anything is decided;
 * an unknown one is met by the rename.
 */
public final class Crossing {
  private final Volume volume;
  private final Buckets buckets;
  private final InnerAreas areas;
  private final Publisher publisher;

  public Crossing(Volume volume, Buckets buckets, InnerAreas areas, Publisher publisher) {
    this.volume = volume;
    this.buckets = buckets;
    this.areas = areas;
    this.publisher = publisher;
  }

  /**
   * Begins a stage where most of the bucket's keys are reached from.
   *
   * @param expectedLength that there has to be room for
   */
  public StagedFile stage(Bucket bucket, long expectedLength) throws ErrnoException {
    StorageArea area = areas.atTop(bucket);
    if (area != bucket.area()) {
      try {
        return stage(area, expectedLength);
      } catch (ErrnoException e) {
        if (!e.is(Errno.ENOENT)) {
          throw e;
        }
        // It went from outside.
        areas.dropTopIfGone(bucket);
      }
    }
    return stage(bucket.area(), expectedLength);
  }

  private StagedFile stage(StorageArea area, long expectedLength) throws ErrnoException {
    area.space().requireRoom(expectedLength);
    return StagedFile.create(volume, area);
  }

  /** As {@link Publisher#seal}. */
  public SealedFile seal(Bucket bucket, ObjectKey key, Publishable staged, ObjectRecord record)
      throws ErrnoException {
    ObjectPath path = ObjectPath.of(bucket.name(), key);
    StorageArea area = areas.at(bucket, path);
    if (area == bucket.area() || area.staging() == staged.directory()) {
      return publisher.seal(bucket, key, staged, record);
    }
    try {
      return sealCopy(bucket, key, staged, area, record);
    } catch (ErrnoException e) {
      if (!e.is(Errno.ENOENT)) {
        throw e;
      }
      // The folder went from outside, and the area with it.
      areas.dropGone(bucket, path);
      return publisher.seal(bucket, key, staged, record);
    }
  }

  private SealedFile sealCopy(
      Bucket bucket, ObjectKey key, Publishable staged, StorageArea area, ObjectRecord record)
      throws ErrnoException {
    CrossingStage copy = CrossingStage.copy(volume, staged, area);
    boolean sealed = false;
    try {
      SealedFile file = publisher.seal(bucket, key, copy, record);
      sealed = true;
      return file;
    } finally {
      if (!sealed) {
        copy.unsealed();
      }
    }
  }

  /** As {@link Publisher#publish}. */
  public StoredObject publish(SealedFile file, Expectation expectation) throws ErrnoException {
    try {
      return publisher.publish(file, expectation);
    } catch (ErrnoException e) {
      if (!e.is(Errno.EXDEV)) {
        throw e;
      }
    }
    Bucket bucket = buckets.require(file.bucket().name());
    ObjectKey key = file.key();
    StorageArea area = areas.find(bucket, ObjectPath.of(bucket.name(), key));
    try (SealedFile copy = sealCopy(bucket, key, file.stage(), area, file.object().record())) {
      return publisher.publish(copy, expectation);
    }
  }
}
