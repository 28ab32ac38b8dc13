package dev.sluice.engine.alluxio;

import alluxio.client.file.URIStatus;
import dev.sluice.agent.store.engine.object.Expectation;
import dev.sluice.agent.store.engine.object.ExpectationNotMet;
import dev.sluice.agent.store.engine.object.StoredObject;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.ObjectKey;
import dev.sluice.common.model.StorageException;
import dev.sluice.v1.FailureReason;
import java.util.concurrent.locks.Lock;
import org.jspecify.annotations.Nullable;

/**
 * Makes sealed files objects by renaming them to the object's home. The key's lock is held for that
 * and for what has to be compared right before it.
 */
final class AlluxioPublisher {
  private static final int MAX_ATTEMPTS = 32;

  private final AlluxioClient client;
  private final AlluxioPaths paths;
  private final AlluxioEpoch epoch;
  private final AlluxioReader reader;
  private final AlluxioBuckets buckets;
  private final AlluxioPlaces places;
  private final AlluxioRelocation relocation;

  AlluxioPublisher(
      AlluxioClient client,
      AlluxioPaths paths,
      AlluxioEpoch epoch,
      AlluxioReader reader,
      AlluxioBuckets buckets,
      AlluxioPlaces places,
      AlluxioRelocation relocation) {
    this.client = client;
    this.paths = paths;
    this.epoch = epoch;
    this.reader = reader;
    this.buckets = buckets;
    this.places = places;
    this.relocation = relocation;
  }

  /** Makes a sealed file the object of its key. */
  StoredObject publish(AlluxioSealed sealed, Expectation expectation) {
    BucketName bucket = sealed.name().bucket();
    ObjectKey key = sealed.name().key();
    Lock own = places.keys().of(bucket, key);
    own.lock();
    try {
      return epoch.decide(() -> publish(sealed, bucket, key, expectation));
    } finally {
      own.unlock();
    }
  }

  private StoredObject publish(
      AlluxioSealed sealed, BucketName bucket, ObjectKey key, Expectation expectation) {
    String path = paths.object(bucket, key);
    for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      if (tryToPublish(sealed, bucket, key, path, expectation)) {
        return sealed.object();
      }
      relocation.clear(bucket, path);
    }
    throw new StorageException(
        FailureReason.CONDITIONAL_CONFLICT,
        "put: lost its directory " + MAX_ATTEMPTS + " times to other changes");
  }

  /** False where objects above the key have to make room first, or the directory was lost. */
  private boolean tryToPublish(
      AlluxioSealed sealed,
      BucketName bucket,
      ObjectKey key,
      String path,
      Expectation expectation) {
    Lock layout = places.of(bucket).readLock();
    layout.lock();
    try {
      if (expectation instanceof Expectation.Exactly) {
        AlluxioFile current = reader.look(bucket, key);
        if (!expectation.isMetBy(current == null ? null : current.object().state())) {
          throw new ExpectationNotMet(expectation);
        }
      }
      String home = path;
      URIStatus there = client.status(home);
      if (there != null && there.isFolder() && AlluxioPaths.hasTwoHomes(key)) {
        home = path + AlluxioPaths.SELF;
        there = client.status(home);
      }
      if (expectation instanceof Expectation.Absent && there != null && AlluxioFile.isFile(there)) {
        throw new ExpectationNotMet(expectation);
      }
      if (there != null && there.isFolder()) {
        throw new StorageException(
            FailureReason.STORAGE_FAULT,
            "alluxio: " + home + ": a directory from outside (expected: a file, or nothing)");
      }
      if (!show(sealed, home, there)) {
        prepare(sealed, bucket, path);
        return false;
      }
      sealed.shown();
      return true;
    } finally {
      layout.unlock();
    }
  }

  /**
   * Renaming in place of what is there would remove a directory as well: it is asked for only where
   * a file is, which under the locks that are held becomes no directory.
   */
  private boolean show(AlluxioSealed sealed, String home, @Nullable URIStatus there) {
    boolean shown =
        there == null ? client.rename(sealed.path(), home) : client.replace(sealed.path(), home);
    if (shown) {
      return true;
    }
    // A call that was repeated by the client may have been done the first time.
    URIStatus now = client.status(home);
    return now != null && sealed.is(now);
  }

  /** Makes the directory that a home lies in. The caller tries again. */
  private void prepare(AlluxioSealed sealed, BucketName bucket, String path) {
    URIStatus directory = client.status(paths.bucket(bucket));
    if (directory == null || !directory.isFolder()) {
      epoch.requireLasting();
      buckets.forget(bucket);
      throw StorageException.noSuchBucket(bucket);
    }
    String parent = AlluxioPaths.parent(path);
    URIStatus there = client.status(parent);
    if (there != null && there.isFolder()) {
      if (client.status(sealed.path()) == null) {
        throw epoch.lost(sealed.path());
      }
    } else {
      client.makeDirectoriesBelow(paths.bucket(bucket), parent);
    }
  }
}
