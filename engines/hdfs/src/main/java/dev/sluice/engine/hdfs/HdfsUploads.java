package dev.sluice.engine.hdfs;

import dev.sluice.agent.store.engine.object.StateToken;
import dev.sluice.agent.store.engine.upload.ListedUpload;
import dev.sluice.agent.store.engine.upload.UploadRecord;
import dev.sluice.agent.store.engine.upload.UploadScan;
import dev.sluice.agent.store.engine.upload.UploadSelection;
import dev.sluice.agent.store.format.Intent;
import dev.sluice.agent.store.format.UploadCodec;
import dev.sluice.agent.store.format.UploadStart;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.StorageException;
import dev.sluice.common.model.UploadId;
import dev.sluice.v1.FailureReason;
import java.time.Instant;
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
  private static final String START = "upload";

  private final HdfsClient client;
  private final HdfsPaths paths;
  private final HdfsSlots slots;
  private final HdfsNotes notes;
  private final HdfsUploadTakeover takeover;
  private final HdfsBuckets buckets;
  private final HdfsPlaces places;
  private final HdfsUploadCache cache;
  private final long maximumUnfinished;
  private final InstantSource clock;

  HdfsUploads(
      HdfsClient client,
      HdfsPaths paths,
      HdfsSlots slots,
      HdfsNotes notes,
      HdfsUploadTakeover takeover,
      HdfsBuckets buckets,
      HdfsPlaces places,
      HdfsUploadCache cache,
      long maximumUnfinished,
      InstantSource clock) {
    this.client = client;
    this.paths = paths;
    this.slots = slots;
    this.notes = notes;
    this.takeover = takeover;
    this.buckets = buckets;
    this.places = places;
    this.cache = cache;
    this.maximumUnfinished = maximumUnfinished;
    this.clock = clock;
  }

  /**
   * Begins an upload, durably.
   *
   * @param settings state of the bucket's settings that it hangs on; null: on none
   * @throws StorageException {@code OVERLOADED} where the bucket has as many as it may
   */
  HdfsUpload create(UploadRecord upload, @Nullable StateToken settings) {
    // The bucket's removal would otherwise miss it.
    Lock layout = places.of(upload.bucket()).readLock();
    layout.lock();
    try {
      buckets.require(upload.bucket());
      requirePlace(upload.bucket());
      return slots.decide(upload.bucket(), upload.key(), settings, epoch -> create(epoch, upload));
    } finally {
      layout.unlock();
    }
  }

  private HdfsUpload create(HdfsEpoch epoch, UploadRecord upload) {
    String made = epoch.nextPath("begun");
    HdfsUploadFolders folders = HdfsUploadFolders.of(paths, upload.bucket(), upload.id());
    boolean begun =
        client.makeDirectory(made)
            && client.makeDirectory(made + "/" + epoch.id())
            && notes.put(made, START, UploadCodec.store(upload))
            && open(made, folders, upload.bucket());
    if (!begun) {
      epoch.requireLasting();
      throw epoch.lost(made);
    }
    return cache.get(upload.bucket(), upload.id(), () -> upload(epoch, upload, true));
  }

  private boolean open(String made, HdfsUploadFolders folders, BucketName bucket) {
    HdfsClient.Renamed renamed = client.rename(made, folders.open());
    if (renamed == HdfsClient.Renamed.MISSING) {
      client.makeDirectories(paths.openUploads(bucket));
      client.makeDirectories(paths.doneUploads(bucket));
      renamed = client.rename(made, folders.open());
    }
    return renamed == HdfsClient.Renamed.DONE;
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

  private HdfsUpload upload(HdfsEpoch epoch, UploadRecord upload, boolean begun) {
    HdfsUploadFolders folders = HdfsUploadFolders.of(paths, upload.bucket(), upload.id());
    return new HdfsUpload(client, notes, takeover, epoch, folders, upload, begun, clock);
  }

  /** An upload, in the epoch of its key; null where there is none. */
  @Nullable HdfsUpload find(BucketName bucket, UploadId id) {
    buckets.require(bucket);
    HdfsUpload found = cache.find(bucket, id, () -> read(bucket, id));
    // A tombstone may have been swept by any agent.
    if (found != null && (found.isFinished() || !found.isOf(epochOf(found.upload())))) {
      cache.forget(bucket, id);
      found = cache.find(bucket, id, () -> read(bucket, id));
    }
    return found == null || found.isGone() ? null : found;
  }

  private @Nullable HdfsUpload read(BucketName bucket, UploadId id) {
    UploadRecord record = begun(bucket, id);
    Intent intent =
        record == null ? takeover.finished(HdfsUploadFolders.of(paths, bucket, id)) : null;
    UploadRecord upload = intent == null ? record : UploadCodec.load(intent.getUpload());
    if (upload == null) {
      return null;
    }
    HdfsUpload found = upload(epochOf(upload), upload, false);
    if (intent != null) {
      // From here on it is known to be finished.
      var _ = found.completion();
    }
    return found;
  }

  private HdfsEpoch epochOf(UploadRecord upload) {
    return slots.decideByLook(upload.bucket(), upload.key(), null, epoch -> epoch);
  }

  /** An upload as it began, if it is not completed; null where there is none. */
  @Nullable UploadRecord begun(BucketName bucket, UploadId id) {
    String folder = HdfsUploadFolders.of(paths, bucket, id).open();
    Map<String, byte[]> all = notes.all(folder);
    UploadStart start = all == null ? null : notes.get(folder, all, START, UploadStart.parser());
    UploadRecord record = start == null ? null : UploadCodec.load(start);
    return record != null && record.bucket().equals(bucket) && record.id().equals(id)
        ? record
        : null;
  }

  /** A page of the unfinished ones; reads the notes of all of them. Takes none over. */
  List<ListedUpload> page(BucketName bucket, UploadScan scan) {
    buckets.require(bucket);
    UploadSelection selection = new UploadSelection(scan);
    HdfsDirectory folders =
        new HdfsDirectory(client, paths.openUploads(bucket), HdfsDirectory.FIRST);
    while (folders.hasNext()) {
      HdfsFileStatus folder = folders.next();
      if (UploadId.isLegal(folder.getLocalName())) {
        UploadId id = new UploadId(folder.getLocalName());
        HdfsUpload known = cache.known(bucket, id);
        UploadRecord upload = known == null ? begun(bucket, id) : known.upload();
        if (upload != null && selection.wants(upload) && isUnfinished(folder, known, upload)) {
          selection.add(upload);
        }
      }
    }
    return selection.page();
  }

  /** Without an inner folder it is being completed, or was completed this moment. */
  private boolean isUnfinished(
      HdfsFileStatus folder, @Nullable HdfsUpload known, UploadRecord upload) {
    return folder.getChildrenNum() > 0
        || ((known == null || !known.isPublished())
            && client.status(HdfsUploadFolders.of(paths, upload.bucket(), upload.id()).done())
                == null);
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

  /** Forgets an upload if it was completed before a time. */
  boolean forget(BucketName bucket, UploadId id, Instant before) {
    HdfsUploadFolders folders = HdfsUploadFolders.of(paths, bucket, id);
    Intent intent = takeover.finished(folders);
    boolean old = intent != null && UploadCodec.noted(intent).isBefore(before);
    if (old) {
      HdfsUpload known = cache.known(bucket, id);
      if (known != null) {
        known.abandon();
      }
      client.remove(folders.done());
    }
    return old;
  }

  /** Forgets those of a bucket that is gone. */
  void abandon(BucketName bucket) {
    cache.removeAll(bucket);
  }
}
