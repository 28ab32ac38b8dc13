package dev.sluice.agent.store.local;

import dev.sluice.agent.store.engine.Expectation;
import dev.sluice.agent.store.engine.ObjectRecord;
import dev.sluice.agent.store.engine.StoredObject;
import dev.sluice.common.model.ObjectKey;

/**
 * Publishing that copies a stage over a boundary inside its bucket, where one lies between them.
 * What is known to be behind one is copied before it is sealed, and so before anything is decided;
 * one that nobody knew is met by the rename.
 */
final class Crossing {
  private final Posix posix;
  private final Buckets buckets;
  private final InnerAreas areas;
  private final Publisher publisher;
  private final int fileMode;

  Crossing(Posix posix, Buckets buckets, InnerAreas areas, Publisher publisher, int fileMode) {
    this.posix = posix;
    this.buckets = buckets;
    this.areas = areas;
    this.publisher = publisher;
    this.fileMode = fileMode;
  }

  /** As {@link Publisher#seal}. */
  SealedFile seal(Bucket bucket, ObjectKey key, Publishable staged, ObjectRecord record)
      throws ErrnoException {
    ObjectPath path = ObjectPath.of(bucket.name(), key);
    StorageArea area = areas.at(bucket, path);
    if (area == bucket.area()) {
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
    CrossingStage copy = CrossingStage.copy(posix, staged, area, fileMode);
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
  StoredObject publish(SealedFile file, Expectation expectation) throws ErrnoException {
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
