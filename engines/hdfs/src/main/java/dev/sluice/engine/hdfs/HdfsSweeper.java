package dev.sluice.engine.hdfs;

import dev.sluice.agent.store.engine.SweepAges;
import dev.sluice.agent.store.engine.SweepResult;
import dev.sluice.agent.store.engine.upload.UploadArea;
import dev.sluice.agent.store.engine.upload.UploadRecord;
import dev.sluice.agent.store.format.Sidecar;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.ObjectKey;
import dev.sluice.common.model.Placement;
import dev.sluice.common.model.StorageException;
import dev.sluice.common.model.UploadId;
import dev.sluice.v1.FailureReason;
import java.time.Instant;
import java.util.concurrent.locks.Lock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Removes what crashes and clients left behind. */
final class HdfsSweeper {
  private final HdfsClient client;
  private final HdfsPaths paths;
  private final HdfsStagings stagings;
  private final HdfsUploads uploads;
  private final HdfsRecords records;
  private final HdfsSidecars sidecars;
  private final HdfsReader reader;
  private final HdfsPlaces places;
  private final HdfsSight sight;
  private final HdfsSlots slots;
  private final Placement placement;

  HdfsSweeper(
      HdfsClient client,
      HdfsPaths paths,
      HdfsStagings stagings,
      HdfsUploads uploads,
      HdfsRecords records,
      HdfsSidecars sidecars,
      HdfsReader reader,
      HdfsPlaces places,
      HdfsSight sight,
      HdfsSlots slots,
      Placement placement) {
    this.client = client;
    this.paths = paths;
    this.stagings = stagings;
    this.uploads = uploads;
    this.records = records;
    this.sidecars = sidecars;
    this.reader = reader;
    this.places = places;
    this.sight = sight;
    this.slots = slots;
    this.placement = placement;
  }

  SweepResult sweep(SweepAges ages, Consumer<UploadArea> discard) {
    long aborted = 0;
    long forgotten = 0;
    for (String name : HdfsDirectory.names(client, paths.uploads())) {
      if (BucketName.isLegal(name)) {
        BucketName bucket = new BucketName(name);
        try {
          aborted += abort(bucket, ages, discard);
          forgotten += forget(bucket, ages);
        } catch (StorageException e) {
          if (e.reason() != FailureReason.BUCKET_NOT_FOUND) {
            throw e;
          }
        }
      }
    }
    long removed = stagings.removeAbandoned();
    for (String name : HdfsDirectory.names(client, paths.sidecars())) {
      removed += removeOrphan(name, ages) ? 1 : 0;
    }
    return new SweepResult(removed, aborted, forgotten);
  }

  private long abort(BucketName bucket, SweepAges ages, Consumer<UploadArea> discard) {
    long aborted = 0;
    Instant before = ages.now().minus(ages.upload());
    for (UploadId id : uploads.unfinished(bucket)) {
      // Only of one that is to be aborted the slot is taken.
      UploadRecord begun = uploads.begun(bucket, id);
      HdfsUpload upload =
          begun != null && begun.initiated().isBefore(before) ? uploads.find(bucket, id) : null;
      if (upload != null && upload.takesParts()) {
        // Nobody completes it meanwhile.
        slots.decide(bucket, upload.upload().key(), null, _ -> discarded(upload, discard));
        aborted++;
      }
    }
    return aborted;
  }

  private static boolean discarded(HdfsUpload upload, Consumer<UploadArea> discard) {
    discard.accept(upload);
    return true;
  }

  private long forget(BucketName bucket, SweepAges ages) {
    long forgotten = 0;
    for (UploadId id : uploads.finished(bucket)) {
      forgotten += uploads.forget(bucket, id, ages.now().minus(ages.tombstone())) ? 1 : 0;
    }
    return forgotten;
  }

  /** Whether a sidecar was removed because no object points to it. */
  private boolean removeOrphan(String name, SweepAges ages) {
    Sidecar sidecar =
        HdfsSidecars.isName(name) && !sidecars.isDraft(name) && isOld(name, ages)
            ? sidecars.read(name)
            : null;
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

  /** Drafts of other agents are not known; none takes as long as an upload may. */
  private boolean isOld(String name, SweepAges ages) {
    return switch (placement) {
      case BUCKET -> true;
      case SHARED -> sidecars.isWrittenBefore(name, ages.now().minus(ages.upload()));
    };
  }

  private @Nullable String pointer(BucketName bucket, ObjectKey key) {
    HdfsHome home = sight.find(bucket, () -> reader.locate(bucket, key));
    return home == null ? null : records.sidecarOf(home.status());
  }
}
