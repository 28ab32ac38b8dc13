package dev.sluice.agent.store.local;

import dev.sluice.agent.store.engine.SweepAges;
import dev.sluice.agent.store.engine.SweepResult;
import dev.sluice.agent.store.engine.upload.UploadArea;
import dev.sluice.agent.store.local.object.SidecarSweep;
import dev.sluice.agent.store.local.posix.ErrnoException;
import dev.sluice.agent.store.local.posix.Names;
import dev.sluice.agent.store.local.posix.Posix;
import dev.sluice.agent.store.local.posix.Tree;
import dev.sluice.agent.store.local.record.AreaFiles;
import dev.sluice.agent.store.local.tree.Bucket;
import dev.sluice.agent.store.local.tree.BucketAreas;
import dev.sluice.agent.store.local.tree.Buckets;
import dev.sluice.agent.store.local.tree.InnerAreas;
import dev.sluice.agent.store.local.upload.LocalUpload;
import dev.sluice.agent.store.local.upload.UploadSweep;
import dev.sluice.agent.store.local.upload.Uploads;
import dev.sluice.agent.store.local.volume.StorageArea;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.StorageException;
import dev.sluice.common.model.UploadId;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Removes what crashes and clients left behind. */
final class Sweeper {
  private static final Logger LOG = LoggerFactory.getLogger(Sweeper.class);

  private final Posix posix;
  private final Buckets buckets;
  private final BucketAreas areas;
  private final InnerAreas inner;
  private final Uploads uploads;
  private final SidecarSweep sidecars;

  private long stagingRemoved;

  Sweeper(
      Posix posix,
      Buckets buckets,
      BucketAreas areas,
      InnerAreas inner,
      Uploads uploads,
      SidecarSweep sidecars) {
    this.posix = posix;
    this.buckets = buckets;
    this.areas = areas;
    this.inner = inner;
    this.uploads = uploads;
    this.sidecars = sidecars;
  }

  /** One pass over everything; what cannot be removed now is left for the next. */
  synchronized SweepResult sweep(SweepAges ages, Consumer<UploadArea> discard)
      throws ErrnoException {
    stagingRemoved = 0;
    UploadSweep swept = new UploadSweep(ages.now(), ages.upload(), ages.tombstone(), discard);
    buckets.sweepRecords();
    for (BucketName bucket : buckets.names()) {
      try {
        Bucket found = buckets.require(bucket);
        for (UploadId id : uploads.ids(found, true)) {
          LocalUpload upload = uploads.look(found, id);
          if (upload != null) {
            swept.sweep(upload, () -> completion(upload));
          }
        }
      } catch (StorageException | ErrnoException e) {
        // One that cannot be served, say because of what is mounted there, is no reason to stop.
        LOG.warn("Bucket {} was not swept: {}", bucket, e.getMessage());
      }
    }
    for (AreaFiles files : areas.all()) {
      sweepArea(files);
    }
    for (StorageArea area : inner.all()) {
      sweepInner(area);
    }
    sweepUploadsWithoutBucket();
    return new SweepResult(stagingRemoved, swept.aborted(), swept.tombstonesRemoved());
  }

  /** The time at which an upload was completed, at least about; null where it was not. */
  private static @Nullable Instant completion(LocalUpload upload) {
    if (upload.completion() == null) {
      return null;
    }
    Instant noted = upload.completedAt();
    return noted == null ? upload.upload().initiated() : noted;
  }

  private void sweepStaging(StorageArea area) throws ErrnoException {
    for (byte[] name : Tree.names(posix, area.staging())) {
      if (!area.isOurs(name)) {
        Tree.remove(posix, area.staging(), name);
        stagingRemoved++;
      }
    }
  }

  /** One whose mount died is no reason to stop. */
  private void sweepArea(AreaFiles files) {
    try {
      sweepStaging(files.area());
      sidecars.sweep(files);
    } catch (ErrnoException e) {
      LOG.warn("An area was not swept: {}", e.getMessage());
    }
  }

  private void sweepInner(StorageArea area) {
    try {
      sweepStaging(area);
    } catch (ErrnoException e) {
      LOG.warn("An area inside a bucket was not swept: {}", e.getMessage());
    }
  }

  private void sweepUploadsWithoutBucket() throws ErrnoException {
    StorageArea area = areas.ofRoot().area();
    for (byte[] name : Tree.names(posix, area.uploads())) {
      String bucket = Names.show(name);
      if (BucketName.isLegal(bucket)) {
        buckets.ifMissing(new BucketName(bucket), () -> Tree.remove(posix, area.uploads(), name));
      }
    }
  }
}
