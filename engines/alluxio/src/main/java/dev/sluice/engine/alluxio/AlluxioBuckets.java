package dev.sluice.engine.alluxio;

import alluxio.client.file.URIStatus;
import dev.sluice.agent.store.engine.ReadableStorage;
import dev.sluice.agent.store.engine.bucket.BucketRecord;
import dev.sluice.agent.store.engine.bucket.BucketScan;
import dev.sluice.agent.store.format.BucketCodec;
import dev.sluice.agent.store.format.CheckedMessage;
import dev.sluice.agent.store.format.StoredBucket;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.StorageException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Buckets as they are read: directories of the root, with a record of their own each. */
final class AlluxioBuckets {
  private final AlluxioClient client;
  private final AlluxioPaths paths;
  private final LongSupplier nanoTime;
  private final Map<BucketName, Known> known = new ConcurrentHashMap<>();

  /**
   * A bucket's record.
   *
   * @param stored as it lies there
   * @param record as it counts
   * @param readAt when it was read
   */
  record Known(StoredBucket stored, BucketRecord record, long readAt) {}

  AlluxioBuckets(AlluxioClient client, AlluxioPaths paths, LongSupplier nanoTime) {
    this.client = client;
    this.paths = paths;
    this.nanoTime = nanoTime;
  }

  /** Names in order. */
  List<BucketName> list(BucketScan scan) {
    return client.entries(paths.top()).stream()
        .filter(URIStatus::isFolder)
        .map(URIStatus::getName)
        .filter(name -> BucketName.isLegal(name) && scan.includes(name))
        .sorted()
        .limit(scan.limit())
        .map(BucketName::new)
        .toList();
  }

  /** The record of a bucket as it is now; null where there is none. */
  @Nullable BucketRecord record(BucketName bucket) {
    Known read = read(bucket);
    return read == null ? null : read.record();
  }

  /** The same without reading it again. */
  @Nullable BucketRecord known(BucketName bucket) {
    Known found = known.get(bucket);
    return found == null || isStale(found) ? null : found.record();
  }

  private boolean isStale(Known found) {
    return nanoTime.getAsLong() - found.readAt() > ReadableStorage.STALENESS.toNanos();
  }

  /** Fails where there is no such bucket. */
  void require(BucketName bucket) {
    if (known(bucket) == null && read(bucket) == null) {
      throw StorageException.noSuchBucket(bucket);
    }
  }

  /**
   * Reads a record; under the lock of the bucket's entry, so that it is never older than a change.
   */
  private @Nullable Known read(BucketName bucket) {
    return known.compute(bucket, (name, _) -> load(name));
  }

  /** Makes a change of a bucket and notes its outcome; null where there is no bucket afterwards. */
  @Nullable Known change(BucketName bucket, Change change) {
    return known.compute(bucket, (name, _) -> change.make(load(name)));
  }

  /** A change of a bucket. */
  @FunctionalInterface
  interface Change {
    /** Makes it of what is there, and gives what is there then. */
    @Nullable Known make(@Nullable Known before);
  }

  /** Forgets what is known of a bucket. */
  void forget(BucketName bucket) {
    known.remove(bucket);
  }

  private @Nullable Known load(BucketName bucket) {
    long now = nanoTime.getAsLong();
    URIStatus directory = client.status(paths.bucket(bucket));
    if (directory == null || !directory.isFolder()) {
      return null;
    }
    byte[] bytes = client.read(paths.record(bucket));
    StoredBucket read = bytes == null ? null : CheckedMessage.read(bytes, StoredBucket.parser());
    StoredBucket stored = read == null ? StoredBucket.getDefaultInstance() : read;
    Instant made = Instant.ofEpochMilli(directory.getCreationTimeMs());
    return new Known(stored, BucketCodec.load(stored, made), now);
  }

  /** The knowledge of a bucket whose record was just written. */
  Known written(StoredBucket stored, BucketRecord record) {
    return new Known(stored, record, nanoTime.getAsLong());
  }
}
