package dev.sluice.engine.hdfs;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.agent.store.engine.ReadableStorage;
import dev.sluice.agent.store.engine.bucket.BucketRecord;
import dev.sluice.agent.store.engine.bucket.BucketScan;
import dev.sluice.agent.store.format.BucketCodec;
import dev.sluice.agent.store.format.CheckedMessage;
import dev.sluice.agent.store.format.StoredBucket;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.Placement;
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
  private static final long NO_FILE = 0;
  private static final int MAX_READS = 16;

  private final HdfsClient client;
  private final HdfsPaths paths;
  private final LongSupplier nanoTime;
  private final Placement placement;
  private final Map<BucketName, Known> known = new ConcurrentHashMap<>();

  /**
   * A bucket's record.
   *
   * @param stored as it lies there
   * @param record as it counts
   * @param readAt when it was read
   * @param file id of the file that it was read from; {@link #NO_FILE} where that is not known
   */
  record Known(StoredBucket stored, BucketRecord record, long readAt, long file) {}

  HdfsBuckets(HdfsClient client, HdfsPaths paths, LongSupplier nanoTime, Placement placement) {
    this.client = client;
    this.paths = paths;
    this.nanoTime = nanoTime;
    this.placement = placement;
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

  /** The same without reading it again. */
  @Nullable BucketRecord known(BucketName bucket) {
    Known found = known.get(bucket);
    return found == null || isStale(found) || isReplaced(bucket, found) ? null : found.record();
  }

  /** The record of a bucket as it is now, read only where it is not known; null: none. */
  @Nullable BucketRecord current(BucketName bucket) {
    BucketRecord found = known(bucket);
    return found == null ? record(bucket) : found;
  }

  /** Each change of a record is another file; only where agents are several, others make any. */
  private boolean isReplaced(BucketName bucket, Known found) {
    return switch (placement) {
      case BUCKET -> false;
      case SHARED -> {
        HdfsFileStatus file = found.file() == NO_FILE ? null : client.status(paths.record(bucket));
        yield file == null || file.getFileId() != found.file();
      }
    };
  }

  private boolean isStale(Known found) {
    return nanoTime.getAsLong() - found.readAt() > ReadableStorage.STALENESS.toNanos();
  }

  /** Fails where there is no such bucket. */
  void require(BucketName bucket) {
    if (current(bucket) == null) {
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
    long file = NO_FILE;
    byte[] bytes = null;
    if (placement == Placement.BUCKET) {
      bytes = client.read(paths.record(bucket));
    } else {
      for (int reads = 0; bytes == null && reads < MAX_READS; reads++) {
        HdfsFileStatus status = client.status(paths.record(bucket));
        if (status == null) {
          break;
        }
        file = status.getFileId();
        bytes = client.read(HdfsClient.pathOf(file));
      }
    }
    StoredBucket read = bytes == null ? null : CheckedMessage.read(bytes, StoredBucket.parser());
    StoredBucket stored = read == null ? StoredBucket.getDefaultInstance() : read;
    Instant made = Instant.ofEpochMilli(directory.getModificationTime());
    return new Known(stored, BucketCodec.load(stored, made), now, bytes == null ? NO_FILE : file);
  }

  /** The knowledge of a bucket whose record was just written. */
  Known written(StoredBucket stored, BucketRecord record) {
    return new Known(stored, record, nanoTime.getAsLong(), NO_FILE);
  }
}
