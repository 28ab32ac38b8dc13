package dev.sluice.engine.hdfs;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.agent.store.engine.ReadableStorage;
import dev.sluice.agent.store.engine.bucket.BucketRecord;
import dev.sluice.agent.store.engine.bucket.BucketScan;
import dev.sluice.agent.store.format.BucketCodec;
import dev.sluice.agent.store.format.CheckedMessage;
import dev.sluice.agent.store.format.StoredBucket;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.StorageException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.apache.hadoop.hdfs.protocol.HdfsFileStatus;
import org.jspecify.annotations.Nullable;

/** Buckets as they are read: directories of the root, with a record of their own each. */
final class HdfsBuckets {
  private final HdfsClient client;
  private final HdfsPaths paths;
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

  HdfsBuckets(HdfsClient client, HdfsPaths paths, LongSupplier nanoTime) {
    this.client = client;
    this.paths = paths;
    this.nanoTime = nanoTime;
  }

  /** Names in order. */
  List<BucketName> list(BucketScan scan) {
    List<BucketName> page = new ArrayList<>();
    byte[] after =
        scan.after().compareTo(scan.prefix()) >= 0
            ? scan.after().getBytes(UTF_8)
            : HdfsDirectory.before(scan.prefix().getBytes(UTF_8));
    HdfsDirectory names = new HdfsDirectory(client, root(), after);
    while (names.hasNext() && page.size() < scan.limit()) {
      HdfsFileStatus status = names.next();
      String name = status.getLocalName();
      if (!BucketName.isLegal(name)) {
        continue;
      }
      if (!name.startsWith(scan.prefix()) && name.compareTo(scan.prefix()) > 0) {
        break;
      }
      if (status.isDirectory() && scan.includes(name)) {
        page.add(new BucketName(name));
      }
    }
    return page;
  }

  private String root() {
    return paths.root().isEmpty() ? "/" : paths.root();
  }

  /** The record of a bucket as it is now; null where there is none. */
  @Nullable BucketRecord record(BucketName bucket) {
    Known read = read(bucket);
    return read == null ? null : read.record();
  }

  /** The same without reading anything. */
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
  @Nullable Known read(BucketName bucket) {
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
    HdfsFileStatus directory = client.status(paths.bucket(bucket));
    if (directory == null || !directory.isDirectory()) {
      return null;
    }
    byte[] bytes = client.read(paths.record(bucket));
    StoredBucket read = bytes == null ? null : CheckedMessage.read(bytes, StoredBucket.parser());
    StoredBucket stored = read == null ? StoredBucket.getDefaultInstance() : read;
    Instant made = Instant.ofEpochMilli(directory.getModificationTime());
    return new Known(stored, BucketCodec.load(stored, made), now);
  }

  /** The knowledge of a bucket whose record was just written. */
  Known written(StoredBucket stored, BucketRecord record) {
    return new Known(stored, record, nanoTime.getAsLong());
  }
}
