package dev.sluice.engine.hdfs;

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
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Lock;
import java.util.function.Function;
import org.apache.hadoop.hdfs.protocol.HdfsFileStatus;
import org.jspecify.annotations.Nullable;

/** Creates, changes and removes buckets. */
final class HdfsBucketWriter {
  private final HdfsClient client;
  private final HdfsPaths paths;
  private final HdfsStaging staging;
  private final HdfsBuckets buckets;
  private final HdfsPlaces places;

  HdfsBucketWriter(
      HdfsClient client,
      HdfsPaths paths,
      HdfsStaging staging,
      HdfsBuckets buckets,
      HdfsPlaces places) {
    this.client = client;
    this.paths = paths;
    this.staging = staging;
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
            return before;
          }
          client.remove(paths.uploads(bucket));
          StoredBucket stored = BucketCodec.store(record);
          write(bucket, stored);
          String directory = staging.nextPath("bucket");
          if (!client.makeDirectory(directory)) {
            throw staging.lost(directory);
          }
          created.set(client.rename(directory, paths.bucket(bucket)) == HdfsClient.Renamed.DONE);
          return created.get() ? buckets.written(stored, record) : null;
        });
    return created.get();
  }

  private void write(BucketName bucket, StoredBucket stored) {
    String file = staging.nextPath("record");
    client.create(file, CheckedMessage.write(stored));
    if (client.replace(file, paths.record(bucket)) != HdfsClient.Renamed.DONE) {
      throw staging.lost(file);
    }
  }

  /** Replaces the settings of a bucket. */
  BucketRecord replaceSettings(
      BucketName bucket, BucketSettings settings, Expectation.Exactly expectation) {
    return change(
        bucket,
        before -> {
          if (!expectation.isMetBy(before.record().state())) {
            throw new ExpectationNotMet(expectation);
          }
          BucketRecord replaced = before.record().withSettings(settings);
          return buckets.written(BucketCodec.withSettings(before.stored(), replaced), replaced);
        });
  }

  /** Keeps the usage of a bucket. */
  void keepUsage(BucketName bucket, KeptUsage usage) {
    change(
        bucket,
        before ->
            buckets.written(
                BucketCodec.withUsage(before.stored(), usage), before.record().withUsage(usage)));
  }

  private BucketRecord change(
      BucketName bucket, Function<HdfsBuckets.Known, HdfsBuckets.Known> change) {
    HdfsBuckets.Known after =
        buckets.change(
            bucket,
            before -> {
              if (before == null) {
                return null;
              }
              HdfsBuckets.Known changed = change.apply(before);
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
      HdfsBuckets.Known left =
          buckets.change(
              bucket,
              before -> {
                there.set(before != null);
                return before == null ? null : remove(bucket, before);
              });
      if (!there.get()) {
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

  /** The directory goes first: what is left behind then belongs to no bucket. */
  private HdfsBuckets.@Nullable Known remove(BucketName bucket, HdfsBuckets.Known before) {
    String directory = paths.bucket(bucket);
    if (holdsFile(directory) || !removeEmpty(directory)) {
      return before;
    }
    client.remove(paths.uploads(bucket));
    client.remove(paths.record(bucket));
    return null;
  }

  private boolean holdsFile(String directory) {
    HdfsDirectory entries = new HdfsDirectory(client, directory, HdfsDirectory.FIRST);
    while (entries.hasNext()) {
      HdfsFileStatus entry = entries.next();
      if (!entry.isDirectory() || holdsFile(directory + "/" + entry.getLocalName())) {
        return true;
      }
    }
    return false;
  }

  /** Removes directories from the innermost on, none of which may hold a file. */
  private boolean removeEmpty(String directory) {
    HdfsDirectory entries = new HdfsDirectory(client, directory, HdfsDirectory.FIRST);
    while (entries.hasNext()) {
      HdfsFileStatus entry = entries.next();
      if (!entry.isDirectory() || !removeEmpty(directory + "/" + entry.getLocalName())) {
        return false;
      }
    }
    return client.removeEmpty(directory);
  }
}
