package dev.sluice.engine.hdfs;

import dev.sluice.agent.store.engine.object.Expectation;
import dev.sluice.agent.store.engine.object.ExpectationNotMet;
import dev.sluice.agent.store.engine.object.StateToken;
import dev.sluice.agent.store.engine.object.StoredObject;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.KeySlot;
import dev.sluice.common.model.ObjectKey;
import dev.sluice.common.model.StorageException;
import dev.sluice.v1.FailureReason;
import java.util.concurrent.locks.Lock;
import org.apache.hadoop.hdfs.protocol.HdfsFileStatus;
import org.jspecify.annotations.Nullable;

/**
 * Makes sealed files objects by renaming them to the object's home. The key's lock is held for that
 * and for what has to be compared right before it.
 */
final class HdfsPublisher {
  private static final int MAX_ATTEMPTS = 32;

  private final HdfsClient client;
  private final HdfsPaths paths;
  private final HdfsSlots slots;
  private final HdfsReader reader;
  private final HdfsBuckets buckets;
  private final HdfsPlaces places;
  private final HdfsRelocation relocation;

  HdfsPublisher(
      HdfsClient client,
      HdfsPaths paths,
      HdfsSlots slots,
      HdfsReader reader,
      HdfsBuckets buckets,
      HdfsPlaces places,
      HdfsRelocation relocation) {
    this.client = client;
    this.paths = paths;
    this.slots = slots;
    this.reader = reader;
    this.buckets = buckets;
    this.places = places;
    this.relocation = relocation;
  }

  /**
   * Makes a sealed file the object of its key.
   *
   * @param settings state of the bucket's settings that it hangs on; null: on none
   */
  StoredObject publish(HdfsSealed sealed, Expectation expectation, @Nullable StateToken settings) {
    BucketName bucket = sealed.name().bucket();
    ObjectKey key = sealed.name().key();
    String path = paths.object(bucket, key);
    Lock own = places.keys().of(bucket, key);
    own.lock();
    try {
      return slots.decide(
          bucket, key, settings, epoch -> publish(epoch, sealed, bucket, key, path, expectation));
    } finally {
      own.unlock();
    }
  }

  private StoredObject publish(
      HdfsEpoch epoch,
      HdfsSealed sealed,
      BucketName bucket,
      ObjectKey key,
      String path,
      Expectation expectation) {
    for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      StoredObject published = tryToPublish(epoch, sealed, bucket, key, path, expectation);
      if (published != null) {
        return published;
      }
      relocation.clear(epoch, KeySlot.of(bucket, key), path);
    }
    throw new StorageException(
        FailureReason.CONDITIONAL_CONFLICT,
        "put: lost its directory " + MAX_ATTEMPTS + " times to other changes");
  }

  /** Null where objects above the key have to make room first, or the directory was lost. */
  private @Nullable StoredObject tryToPublish(
      HdfsEpoch epoch,
      HdfsSealed sealed,
      BucketName bucket,
      ObjectKey key,
      String path,
      Expectation expectation) {
    Lock layout = places.of(bucket).readLock();
    layout.lock();
    try {
      if (expectation instanceof Expectation.Exactly
          || (expectation instanceof Expectation.Absent && !sealed.isReady())) {
        HdfsFile current = reader.look(bucket, key);
        if (!expectation.isMetBy(current == null ? null : current.object().state())) {
          throw new ExpectationNotMet(expectation);
        }
      }
      StoredObject object = sealed.ready();
      sealed.source().enter(epoch);
      boolean absent = expectation instanceof Expectation.Absent;
      String source = sealed.source().path();
      HdfsClient.Renamed renamed = show(source, path, absent);
      String home = path;
      if (renamed == HdfsClient.Renamed.DIRECTORY && HdfsPaths.hasTwoHomes(key)) {
        home = path + HdfsPaths.SELF;
        renamed = show(source, home, absent);
      }
      return switch (renamed) {
        case DONE -> {
          sealed.shown();
          yield object;
        }
        case OCCUPIED -> {
          sealed.source().leave();
          throw new ExpectationNotMet(expectation);
        }
        case DIRECTORY ->
            throw new StorageException(
                FailureReason.STORAGE_FAULT,
                "hdfs: " + home + ": a directory from outside (expected: a file, or nothing)");
        case MISSING -> prepare(epoch, bucket, path, source);
        case BELOW_FILE -> null;
      };
    } finally {
      layout.unlock();
    }
  }

  private HdfsClient.Renamed show(String source, String home, boolean absent) {
    return absent ? client.rename(source, home) : client.replace(source, home);
  }

  /** Makes the directory that a home lies in. Null: the caller tries again. */
  private @Nullable StoredObject prepare(
      HdfsEpoch epoch, BucketName bucket, String path, String source) {
    HdfsFileStatus directory = client.status(paths.bucket(bucket));
    if (directory == null || !directory.isDirectory()) {
      buckets.forget(bucket);
      throw StorageException.noSuchBucket(bucket);
    }
    String parent = HdfsPaths.parent(path);
    HdfsFileStatus there = client.status(parent);
    if (there != null && there.isDirectory()) {
      if (client.status(source) == null) {
        throw epoch.lost(source);
      }
    } else {
      client.makeDirectoriesBelow(paths.bucket(bucket), parent);
    }
    return null;
  }
}
