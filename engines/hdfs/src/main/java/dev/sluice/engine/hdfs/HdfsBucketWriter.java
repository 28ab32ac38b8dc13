package dev.sluice.engine.hdfs;

import dev.sluice.agent.store.engine.EngineFeature;
import dev.sluice.agent.store.engine.bucket.BucketRecord;
import dev.sluice.agent.store.engine.bucket.BucketSettings;
import dev.sluice.agent.store.engine.bucket.KeptUsage;
import dev.sluice.agent.store.engine.object.Expectation;
import dev.sluice.agent.store.engine.object.ExpectationNotMet;
import dev.sluice.agent.store.engine.object.StateToken;
import dev.sluice.agent.store.format.BucketCodec;
import dev.sluice.agent.store.format.CheckedMessage;
import dev.sluice.agent.store.format.StoredBucket;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.Placement;
import dev.sluice.common.model.StorageException;
import dev.sluice.v1.FailureReason;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Lock;
import java.util.function.Function;
import org.apache.hadoop.hdfs.protocol.HdfsFileStatus;
import org.jspecify.annotations.Nullable;

/** Creates, changes and removes buckets. */
final class HdfsBucketWriter {
  private final HdfsClient client;
  private final HdfsPaths paths;
  private final HdfsSlots slots;
  private final HdfsBuckets buckets;
  private final HdfsPlaces places;
  private final Placement placement;

  HdfsBucketWriter(
      HdfsClient client,
      HdfsPaths paths,
      HdfsSlots slots,
      HdfsBuckets buckets,
      HdfsPlaces places,
      Placement placement) {
    this.client = client;
    this.paths = paths;
    this.slots = slots;
    this.buckets = buckets;
    this.places = places;
    this.placement = placement;
  }

  /** Creates a bucket; false where one is there. The directory comes last, and in one step. */
  boolean create(BucketName bucket, BucketRecord record) {
    return slots.decide(bucket, epoch -> create(epoch, bucket, record));
  }

  private boolean create(HdfsEpoch epoch, BucketName bucket, BucketRecord record) {
    AtomicBoolean created = new AtomicBoolean();
    buckets.change(
        bucket,
        before -> {
          if (before != null) {
            return before;
          }
          removeLeftovers(epoch, bucket);
          StoredBucket stored = BucketCodec.store(record);
          write(epoch, bucket, stored);
          String directory = epoch.nextPath("bucket");
          if (!client.makeDirectory(directory)) {
            epoch.requireLasting();
            throw epoch.lost(directory);
          }
          created.set(client.rename(directory, paths.bucket(bucket)) == HdfsClient.Renamed.DONE);
          if (!created.get()) {
            epoch.requireLasting();
          }
          return created.get() ? buckets.written(stored, record) : null;
        });
    return created.get();
  }

  /**
   * What belonged to a bucket that is gone: through the epoch's folder, so that no late owner can.
   */
  private void removeLeftovers(HdfsEpoch epoch, BucketName bucket) {
    slots.end(bucket, epoch);
    for (String folder :
        List.of(paths.uploads(bucket), paths.moves(bucket), paths.record(bucket))) {
      String dropped = epoch.nextPath(HdfsRemains.DROPPED);
      if (client.rename(folder, dropped) == HdfsClient.Renamed.DONE) {
        client.remove(dropped);
      }
    }
  }

  /** Nothing is changed where the epoch is over. */
  private void write(HdfsEpoch epoch, BucketName bucket, StoredBucket stored) {
    String file = epoch.nextPath("record");
    boolean shown = false;
    try {
      client.create(file, CheckedMessage.write(stored));
      shown = client.replace(file, paths.record(bucket)) == HdfsClient.Renamed.DONE;
    } catch (StorageException e) {
      if (e.reason() == FailureReason.UNAVAILABLE) {
        epoch.requireLasting();
      }
      throw e;
    }
    if (!shown) {
      epoch.requireLasting();
      throw epoch.lost(file);
    }
  }

  /**
   * Replaces the settings of a bucket. When this returns, no agent can still decide by those that
   * were there before.
   *
   * @param decided state of the settings that it hangs on; null: on none
   */
  BucketRecord replaceSettings(
      BucketName bucket,
      BucketSettings settings,
      Expectation.Exactly expectation,
      @Nullable StateToken decided) {
    if (settings.quota() != null && placement == Placement.SHARED) {
      throw EngineFeature.QUOTAS.refusal();
    }
    BucketRecord replaced =
        slots.decide(
            bucket, epoch -> replaceSettings(epoch, bucket, settings, expectation, decided));
    slots.takeAll(bucket);
    return replaced;
  }

  private BucketRecord replaceSettings(
      HdfsEpoch epoch,
      BucketName bucket,
      BucketSettings settings,
      Expectation.Exactly expectation,
      @Nullable StateToken decided) {
    return change(
        epoch,
        bucket,
        before -> {
          requireDecidedBy(before, decided);
          if (!expectation.isMetBy(before.record().state())) {
            throw new ExpectationNotMet(expectation);
          }
          BucketRecord replaced = before.record().withSettings(settings);
          return buckets.written(BucketCodec.withSettings(before.stored(), replaced), replaced);
        });
  }

  private static void requireDecidedBy(HdfsBuckets.Known there, @Nullable StateToken decided) {
    if (decided != null && !decided.equals(there.record().state())) {
      throw new ExpectationNotMet(new Expectation.Exactly(decided));
    }
  }

  /** Keeps the usage of a bucket; not that which one agent of several has counted. */
  void keepUsage(BucketName bucket, KeptUsage usage) {
    if (placement == Placement.SHARED) {
      buckets.require(bucket);
      return;
    }
    BucketRecord _ =
        slots.decide(
            bucket,
            epoch ->
                change(
                    epoch,
                    bucket,
                    before ->
                        buckets.written(
                            BucketCodec.withUsage(before.stored(), usage),
                            before.record().withUsage(usage))));
  }

  private BucketRecord change(
      HdfsEpoch epoch, BucketName bucket, Function<HdfsBuckets.Known, HdfsBuckets.Known> change) {
    HdfsBuckets.Known after =
        buckets.change(
            bucket,
            before -> {
              if (before == null) {
                return null;
              }
              HdfsBuckets.Known changed = change.apply(before);
              write(epoch, bucket, changed.stored());
              return changed;
            });
    if (after == null) {
      throw StorageException.noSuchBucket(bucket);
    }
    return after.record();
  }

  /**
   * Removes a bucket; false where it holds a file, which stays. The directory goes by its path:
   * afterwards the agent looks whether it was fenced off, and by then had no right to remove it.
   *
   * @param decided state of the settings that it hangs on; null: on none
   * @param removed is called once it is gone
   */
  boolean delete(BucketName bucket, @Nullable StateToken decided, Runnable removed) {
    return slots.decide(bucket, epoch -> delete(epoch, bucket, decided, removed));
  }

  private boolean delete(
      HdfsEpoch epoch, BucketName bucket, @Nullable StateToken decided, Runnable removed) {
    Lock layout = places.of(bucket).writeLock();
    layout.lock();
    try {
      AtomicBoolean there = new AtomicBoolean();
      HdfsBuckets.Known left =
          buckets.change(
              bucket,
              before -> {
                there.set(before != null);
                if (before == null) {
                  return null;
                }
                requireDecidedBy(before, decided);
                return remove(epoch, bucket, before);
              });
      if (!there.get()) {
        throw StorageException.noSuchBucket(bucket);
      }
      if (left == null) {
        removed.run();
        if (epoch.isOver()) {
          throw epoch.over();
        }
      }
      return left == null;
    } finally {
      layout.unlock();
    }
  }

  /** The directory goes first: what is left behind then belongs to no bucket. */
  private HdfsBuckets.@Nullable Known remove(
      HdfsEpoch epoch, BucketName bucket, HdfsBuckets.Known before) {
    String directory = paths.bucket(bucket);
    if (holdsFile(directory) || !removeEmpty(directory)) {
      return before;
    }
    removeLeftovers(epoch, bucket);
    return null;
  }

  private boolean holdsFile(String directory) {
    HdfsDirectory entries = new HdfsDirectory(client, directory, HdfsDirectory.FIRST);
    while (entries.hasNext()) {
      HdfsFileStatus entry = entries.next();
      if (!entry.isDirectory()
          || entry.getLocalName().startsWith(HdfsMoves.BUSY)
          || holdsFile(directory + "/" + entry.getLocalName())) {
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
      if (!entry.isDirectory()
          || entry.getLocalName().startsWith(HdfsMoves.BUSY)
          || !removeEmpty(directory + "/" + entry.getLocalName())) {
        return false;
      }
    }
    return client.removeEmpty(directory);
  }
}
