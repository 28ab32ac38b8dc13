package dev.sluice.engine.alluxio;

import alluxio.client.file.URIStatus;
import dev.sluice.agent.store.engine.upload.ListedUpload;
import dev.sluice.agent.store.engine.upload.UploadRecord;
import dev.sluice.agent.store.engine.upload.UploadScan;
import dev.sluice.agent.store.engine.upload.UploadSelection;
import dev.sluice.agent.store.format.CheckedMessage;
import dev.sluice.agent.store.format.Intent;
import dev.sluice.agent.store.format.UploadCodec;
import dev.sluice.agent.store.format.UploadStart;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.StorageException;
import dev.sluice.common.model.UploadId;
import dev.sluice.v1.FailureReason;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.locks.Lock;
import org.jspecify.annotations.Nullable;

/** The uploads of all buckets. They live in Alluxio; in memory are those that were used last. */
final class AlluxioUploads {
  private final AlluxioClient client;
  private final AlluxioPaths paths;
  private final AlluxioEpoch epoch;
  private final AlluxioIntents intents;
  private final AlluxioBuckets buckets;
  private final AlluxioPlaces places;
  private final AlluxioUploadCache cache;
  private final long maximumUnfinished;
  private final InstantSource clock;

  AlluxioUploads(
      AlluxioClient client,
      AlluxioPaths paths,
      AlluxioEpoch epoch,
      AlluxioIntents intents,
      AlluxioBuckets buckets,
      AlluxioPlaces places,
      AlluxioUploadCache cache,
      long maximumUnfinished,
      InstantSource clock) {
    this.client = client;
    this.paths = paths;
    this.epoch = epoch;
    this.intents = intents;
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
  AlluxioUpload create(UploadRecord upload) {
    // The bucket's removal would otherwise miss it.
    Lock layout = places.of(upload.bucket()).readLock();
    layout.lock();
    try {
      buckets.require(upload.bucket());
      requirePlace(upload.bucket());
      String made = epoch.nextPath("begun");
      String folder = paths.openUpload(upload.bucket(), upload.id());
      byte[] start = CheckedMessage.write(UploadCodec.store(upload));
      if (!client.makeDirectory(made, AlluxioRecords.ATTRIBUTE, start)) {
        throw epoch.lost(made);
      }
      if (!client.rename(made, folder)) {
        client.makeDirectories(paths.openUploads(upload.bucket()));
        client.makeDirectories(paths.doneUploads(upload.bucket()));
        if (!client.rename(made, folder)) {
          throw epoch.lost(made);
        }
      }
      return cache.get(upload.bucket(), upload.id(), () -> upload(upload, null));
    } finally {
      layout.unlock();
    }
  }

  private void requirePlace(BucketName bucket) {
    URIStatus folder = client.status(paths.openUploads(bucket));
    long unfinished = folder == null ? 0 : folder.getLength();
    if (unfinished >= maximumUnfinished) {
      throw new StorageException(
          FailureReason.OVERLOADED,
          "unfinished uploads: %d (limit: %d, maximum-uploads)"
              .formatted(unfinished, maximumUnfinished));
    }
  }

  private AlluxioUpload upload(UploadRecord upload, @Nullable Intent finished) {
    return new AlluxioUpload(client, paths, epoch, intents, upload, finished, clock);
  }

  /** An upload; null where there is none. */
  @Nullable AlluxioUpload find(BucketName bucket, UploadId id) {
    buckets.require(bucket);
    AlluxioUpload found = cache.find(bucket, id, () -> read(bucket, id));
    // A tombstone may have been swept.
    if (found != null && found.isFinished()) {
      cache.forget(bucket, id);
      found = cache.find(bucket, id, () -> read(bucket, id));
    }
    return found == null || found.isGone() ? null : found;
  }

  private @Nullable AlluxioUpload read(BucketName bucket, UploadId id) {
    boolean carriedOut = intents.finishCarriedOut(bucket, id);
    URIStatus folder = carriedOut ? null : client.status(paths.openUpload(bucket, id));
    UploadRecord begun = folder == null ? null : begun(bucket, folder);
    if (begun != null) {
      return upload(begun, null);
    }
    Intent finished = intents.finished(bucket, id);
    UploadRecord upload = finished == null ? null : UploadCodec.load(finished.getUpload());
    return upload == null ? null : upload(upload, finished);
  }

  /** An upload as it began, by the status of its folder; null where it is none. */
  private static @Nullable UploadRecord begun(BucketName bucket, URIStatus folder) {
    byte[] value = AlluxioClient.attribute(folder, AlluxioRecords.ATTRIBUTE);
    UploadStart start = value == null ? null : CheckedMessage.read(value, UploadStart.parser());
    UploadRecord record = start == null ? null : UploadCodec.load(start);
    return record != null
            && record.bucket().equals(bucket)
            && record.id().value().equals(folder.getName())
        ? record
        : null;
  }

  /** The unfinished ones of a bucket. */
  List<UploadRecord> unfinished(BucketName bucket) {
    return client.entries(paths.openUploads(bucket)).stream()
        .<UploadRecord>mapMulti(
            (folder, all) -> {
              UploadRecord begun = begun(bucket, folder);
              AlluxioUpload known = begun == null ? null : cache.known(bucket, begun.id());
              if (begun != null && (known == null || !known.isPublished())) {
                all.accept(begun);
              }
            })
        .toList();
  }

  /** A page of the unfinished ones. */
  List<ListedUpload> page(BucketName bucket, UploadScan scan) {
    buckets.require(bucket);
    UploadSelection selection = new UploadSelection(scan);
    for (UploadRecord upload : unfinished(bucket)) {
      if (selection.wants(upload)) {
        selection.add(upload);
      }
    }
    return selection.page();
  }

  /** Forgets those of a bucket that is gone. */
  void abandon(BucketName bucket) {
    cache.removeAll(bucket);
  }
}
