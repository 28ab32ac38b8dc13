package dev.sluice.engine.hdfs;

import dev.sluice.agent.store.engine.upload.ListedUpload;
import dev.sluice.agent.store.engine.upload.UploadRecord;
import dev.sluice.agent.store.engine.upload.UploadScan;
import dev.sluice.agent.store.engine.upload.UploadSelection;
import dev.sluice.agent.store.format.UploadCodec;
import dev.sluice.agent.store.format.UploadStart;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.StorageException;
import dev.sluice.common.model.UploadId;
import dev.sluice.v1.FailureReason;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Lock;
import org.apache.hadoop.hdfs.protocol.HdfsFileStatus;
import org.jspecify.annotations.Nullable;

/** The uploads of all buckets. They live in HDFS; in memory are those that were used last. */
final class HdfsUploads {
  /** The note that says what was said when an upload began. */
  static final String START = "upload";

  private final HdfsClient client;
  private final HdfsPaths paths;
  private final HdfsStaging staging;
  private final HdfsNotes notes;
  private final HdfsBuckets buckets;
  private final HdfsPlaces places;
  private final HdfsUploadCache cache;
  private final long maximumUnfinished;
  private final InstantSource clock;

  HdfsUploads(
      HdfsClient client,
      HdfsPaths paths,
      HdfsStaging staging,
      HdfsBuckets buckets,
      HdfsPlaces places,
      HdfsUploadCache cache,
      long maximumUnfinished,
      InstantSource clock) {
    this.client = client;
    this.paths = paths;
    this.staging = staging;
    this.notes = new HdfsNotes(client, staging);
    this.buckets = buckets;
    this.places = places;
    this.cache = cache;
    this.maximumUnfinished = maximumUnfinished;
    this.clock = clock;
  }

  /**
   * Begins an upload, durably.
   *
   * @throws StorageException {@code OVERLOADED} where the bucket has as many as it may
   */
  HdfsUpload create(UploadRecord upload) {
    // The bucket's removal would otherwise miss it.
    Lock layout = places.of(upload.bucket()).readLock();
    layout.lock();
    try {
      buckets.require(upload.bucket());
      requirePlace(upload.bucket());
      String made = staging.nextPath(START);
      if (!client.makeDirectory(made) || !notes.put(made, START, UploadCodec.store(upload))) {
        throw staging.lost(made);
      }
      String folder = openFolder(upload.bucket(), upload.id());
      HdfsClient.Renamed renamed = client.rename(made, folder);
      if (renamed == HdfsClient.Renamed.MISSING) {
        client.makeDirectories(paths.openUploads(upload.bucket()));
        client.makeDirectories(paths.doneUploads(upload.bucket()));
        renamed = client.rename(made, folder);
      }
      if (renamed != HdfsClient.Renamed.DONE) {
        throw staging.lost(made);
      }
      return cache.get(upload.bucket(), upload.id(), () -> upload(upload, false));
    } finally {
      layout.unlock();
    }
  }

  /** The namenode counts them along with the folder's status. */
  private void requirePlace(BucketName bucket) {
    HdfsFileStatus folder = client.status(paths.openUploads(bucket));
    int unfinished = folder == null ? 0 : folder.getChildrenNum();
    if (unfinished >= maximumUnfinished) {
      throw new StorageException(
          FailureReason.OVERLOADED,
          "unfinished uploads: %d (limit: %d, maximum-uploads)"
              .formatted(unfinished, maximumUnfinished));
    }
  }

  private HdfsUpload upload(UploadRecord upload, boolean finished) {
    return new HdfsUpload(
        client,
        notes,
        staging,
        upload,
        openFolder(upload.bucket(), upload.id()),
        doneFolder(upload.bucket(), upload.id()),
        finished,
        clock);
  }

  private String openFolder(BucketName bucket, UploadId id) {
    return paths.openUploads(bucket) + "/" + id;
  }

  private String doneFolder(BucketName bucket, UploadId id) {
    return paths.doneUploads(bucket) + "/" + id;
  }

  /** An upload; null where there is none. */
  @Nullable HdfsUpload find(BucketName bucket, UploadId id) {
    buckets.require(bucket);
    HdfsUpload found = cache.find(bucket, id, () -> read(bucket, id));
    return found == null || found.isGone() ? null : found;
  }

  private @Nullable HdfsUpload read(BucketName bucket, UploadId id) {
    HdfsUpload open = read(openFolder(bucket, id), bucket, id, false);
    return open == null ? read(doneFolder(bucket, id), bucket, id, true) : open;
  }

  private @Nullable HdfsUpload read(
      String folder, BucketName bucket, UploadId id, boolean finished) {
    Map<String, byte[]> all = notes.all(folder);
    UploadStart start = all == null ? null : notes.get(folder, all, START, UploadStart.parser());
    UploadRecord record = start == null ? null : UploadCodec.load(start);
    return record != null && record.bucket().equals(bucket) && record.id().equals(id)
        ? upload(record, finished)
        : null;
  }

  /** A page of the unfinished ones; reads the notes of all of them. */
  List<ListedUpload> page(BucketName bucket, UploadScan scan) {
    buckets.require(bucket);
    UploadSelection selection = new UploadSelection(scan);
    for (UploadId id : ids(paths.openUploads(bucket))) {
      HdfsUpload upload = find(bucket, id);
      if (upload != null && selection.wants(upload.upload()) && upload.completion() == null) {
        selection.add(upload.upload());
      }
    }
    return selection.page();
  }

  /** Ids of unfinished uploads of a bucket. */
  List<UploadId> unfinished(BucketName bucket) {
    return ids(paths.openUploads(bucket));
  }

  /** Ids of uploads of a bucket that became objects. */
  List<UploadId> finished(BucketName bucket) {
    return ids(paths.doneUploads(bucket));
  }

  private List<UploadId> ids(String folder) {
    List<UploadId> ids = new ArrayList<>();
    for (String name : HdfsDirectory.names(client, folder)) {
      if (UploadId.isLegal(name)) {
        ids.add(new UploadId(name));
      }
    }
    return ids;
  }

  /** Forgets those of a bucket that is gone. */
  void abandon(BucketName bucket) {
    cache.removeAll(bucket);
  }
}
