package dev.sluice.engine.alluxio;

import alluxio.client.file.URIStatus;
import dev.sluice.agent.store.engine.bucket.BucketRecord;
import dev.sluice.agent.store.engine.bucket.BucketSettings;
import dev.sluice.agent.store.engine.bucket.KeptUsage;
import dev.sluice.agent.store.engine.object.Expectation;
import dev.sluice.agent.store.engine.object.ExpectationNotMet;
import dev.sluice.agent.store.format.BucketCodec;
import dev.sluice.agent.store.format.CheckedMessage;
import dev.sluice.agent.store.format.StoredBucket;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.StorageException;
import dev.sluice.v1.FailureReason;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Lock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Creates, changes and removes buckets. */
final class AlluxioBucketWriter {
  private final AlluxioClient client;
  private final AlluxioPaths paths;
  private final AlluxioEpoch epoch;
  private final AlluxioBuckets buckets;
  private final AlluxioPlaces places;

  AlluxioBucketWriter(
      AlluxioClient client,
      AlluxioPaths paths,
      AlluxioEpoch epoch,
      AlluxioBuckets buckets,
      AlluxioPlaces places) {
    this.client = client;
    this.paths = paths;
    this.epoch = epoch;
    this.buckets = buckets;
    this.places = places;
  }

  /** Creates a bucket; false where one is there. The directory comes last, and in one step. */
  boolean create(BucketName bucket, BucketRecord record) {
    AtomicBoolean created = new AtomicBoolean();
    buckets.change(
        bucket,
        before -> {
          if (before != null) {
            epoch.requireLasting();
            return before;
          }
          removeLeftovers(bucket);
          StoredBucket stored = BucketCodec.store(record);
          write(bucket, stored);
          String directory = epoch.nextPath("bucket");
          if (!client.makeDirectory(directory)) {
            throw epoch.lost(directory);
          }
          created.set(client.rename(directory, paths.bucket(bucket)));
          if (!created.get()) {
            epoch.requireLasting();
          }
          return created.get() ? buckets.written(stored, record) : null;
        });
    return created.get();
  }

  /** What belonged to a bucket that is gone. */
  private void removeLeftovers(BucketName bucket) {
    epoch.drop(paths.uploads(bucket));
    epoch.drop(paths.record(bucket));
  }

  private void write(BucketName bucket, StoredBucket stored) {
    String file = epoch.nextPath("record");
    try {
      client.create(file, CheckedMessage.write(stored));
    } catch (StorageException e) {
      if (e.reason() == FailureReason.UNAVAILABLE) {
        epoch.requireLasting();
      }
      throw e;
    }
    if (!client.replace(file, paths.record(bucket))) {
      throw epoch.lost(file);
    }
  }

  /** Replaces the settings of a bucket. */
  BucketRecord replaceSettings(
      BucketName bucket, BucketSettings settings, Expectation.Exactly expectation) {
    return epoch.decide(
        () ->
            change(
                bucket,
                before -> {
                  if (!expectation.isMetBy(before.record().state())) {
                    throw new ExpectationNotMet(expectation);
                  }
                  BucketRecord replaced = before.record().withSettings(settings);
                  return buckets.written(
                      BucketCodec.withSettings(before.stored(), replaced), replaced);
                }));
  }

  /** Keeps the usage of a bucket. */
  void keepUsage(BucketName bucket, KeptUsage usage) {
    BucketRecord _ =
        change(
            bucket,
            before ->
                buckets.written(
                    BucketCodec.withUsage(before.stored(), usage),
                    before.record().withUsage(usage)));
  }

  private BucketRecord change(
      BucketName bucket, Function<AlluxioBuckets.Known, AlluxioBuckets.Known> change) {
    AlluxioBuckets.Known after =
        buckets.change(
            bucket,
            before -> {
              if (before == null) {
                return null;
              }
              AlluxioBuckets.Known changed = change.apply(before);
              write(bucket, changed.stored());
              return changed;
            });
    if (after == null) {
      throw StorageException.noSuchBucket(bucket);
    }
    return after.record();
  }

  /**
   * Removes a bucket; false where it holds a file, which stays.
   *
   * @param removed is called once it is gone
   */
  boolean delete(BucketName bucket, Runnable removed) {
    Lock layout = places.of(bucket).writeLock();
    layout.lock();
    try {
      AtomicBoolean there = new AtomicBoolean();
      AlluxioBuckets.Known left =
          buckets.change(
              bucket,
              before -> {
                there.set(before != null);
                return before == null ? null : remove(bucket, before);
              });
      if (!there.get()) {
        epoch.requireLasting();
        throw StorageException.noSuchBucket(bucket);
      }
      if (left == null) {
        removed.run();
      }
      return left == null;
    } finally {
      layout.unlock();
    }
  }

  /**
   * The directory goes first, in one step that an agent which was taken over from does not have:
   * what is left behind then belongs to no bucket.
   */
  private AlluxioBuckets.@Nullable Known remove(BucketName bucket, AlluxioBuckets.Known before) {
    String directory = paths.bucket(bucket);
    if (holdsFile(directory)) {
      epoch.requireLasting();
      return before;
    }
    String gone = epoch.nextPath("bucket");
    if (!client.rename(directory, gone)) {
      throw epoch.lost(directory);
    }
    if (holdsFile(gone) && client.rename(gone, directory)) {
      // It was put there from outside this moment.
      return before;
    }
    client.remove(gone);
    removeLeftovers(bucket);
    return null;
  }

  private boolean holdsFile(String directory) {
    for (URIStatus entry : client.entries(directory)) {
      if (!entry.isFolder() || holdsFile(entry.getPath())) {
        return true;
      }
    }
    return false;
  }
}
