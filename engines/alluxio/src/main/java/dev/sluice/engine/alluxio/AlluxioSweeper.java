package dev.sluice.engine.alluxio;

import alluxio.client.file.URIStatus;
import dev.sluice.agent.store.engine.SweepAges;
import dev.sluice.agent.store.engine.SweepResult;
import dev.sluice.agent.store.engine.upload.UploadArea;
import dev.sluice.agent.store.engine.upload.UploadRecord;
import dev.sluice.agent.store.format.Sidecar;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.ObjectKey;
import dev.sluice.common.model.StorageException;
import dev.sluice.v1.FailureReason;
import java.time.Instant;
import java.util.concurrent.locks.Lock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Removes what crashes and clients left behind. Staging folders go when the next agent begins. */
final class AlluxioSweeper {
  private final AlluxioClient client;
  private final AlluxioPaths paths;
  private final AlluxioUploads uploads;
  private final AlluxioSidecars sidecars;
  private final AlluxioReader reader;
  private final AlluxioPlaces places;

  AlluxioSweeper(
      AlluxioClient client,
      AlluxioPaths paths,
      AlluxioUploads uploads,
      AlluxioSidecars sidecars,
      AlluxioReader reader,
      AlluxioPlaces places) {
    this.client = client;
    this.paths = paths;
    this.uploads = uploads;
    this.sidecars = sidecars;
    this.reader = reader;
    this.places = places;
  }

  SweepResult sweep(SweepAges ages, Consumer<UploadArea> discard) {
    long aborted = 0;
    long forgotten = 0;
    for (URIStatus folder : client.entries(paths.uploads())) {
      if (BucketName.isLegal(folder.getName())) {
        BucketName bucket = new BucketName(folder.getName());
        try {
          aborted += abort(bucket, ages, discard);
          forgotten += forget(bucket, ages.now().minus(ages.tombstone()));
        } catch (StorageException e) {
          if (e.reason() != FailureReason.BUCKET_NOT_FOUND) {
            throw e;
          }
        }
      }
    }
    long removed = 0;
    for (URIStatus file : client.entries(paths.sidecars())) {
      removed += removeOrphan(file.getName()) ? 1 : 0;
    }
    return new SweepResult(removed, aborted, forgotten);
  }

  private long abort(BucketName bucket, SweepAges ages, Consumer<UploadArea> discard) {
    long aborted = 0;
    Instant before = ages.now().minus(ages.upload());
    for (UploadRecord begun : uploads.unfinished(bucket)) {
      AlluxioUpload upload =
          begun.initiated().isBefore(before) ? uploads.find(bucket, begun.id()) : null;
      if (upload != null && upload.takesParts()) {
        discard.accept(upload);
        aborted++;
      }
    }
    return aborted;
  }

  /** A tombstone is as old as the note that it was. */
  private long forget(BucketName bucket, Instant before) {
    long forgotten = 0;
    for (URIStatus tombstone : client.entries(paths.doneUploads(bucket))) {
      if (Instant.ofEpochMilli(tombstone.getCreationTimeMs()).isBefore(before)) {
        forgotten += client.remove(tombstone.getPath()) ? 1 : 0;
      }
    }
    return forgotten;
  }

  /** Whether a sidecar was removed because no object points to it. */
  private boolean removeOrphan(String name) {
    Sidecar sidecar =
        AlluxioSidecars.isName(name) && !sidecars.isDraft(name) ? sidecars.read(name) : null;
    if (sidecar == null || !BucketName.isLegal(sidecar.getBucket()) || sidecar.getKey().isEmpty()) {
      return false;
    }
    BucketName bucket = new BucketName(sidecar.getBucket());
    ObjectKey key = new ObjectKey(sidecar.getKey());
    // Under the key's lock no record becomes, or stops to be, that of the key.
    Lock own = places.keys().of(bucket, key);
    own.lock();
    try {
      boolean orphan = !sidecars.isDraft(name) && !name.equals(pointer(bucket, key));
      if (orphan) {
        sidecars.remove(name);
      }
      return orphan;
    } finally {
      own.unlock();
    }
  }

  private @Nullable String pointer(BucketName bucket, ObjectKey key) {
    URIStatus file = places.of(bucket).find(() -> reader.locate(bucket, key));
    return file == null ? null : AlluxioRecords.sidecarOf(file);
  }
}
