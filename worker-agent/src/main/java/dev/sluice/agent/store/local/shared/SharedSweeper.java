package dev.sluice.agent.store.local.shared;

import dev.sluice.agent.store.engine.SweepAges;
import dev.sluice.agent.store.engine.SweepResult;
import dev.sluice.agent.store.engine.bucket.BucketScan;
import dev.sluice.agent.store.engine.upload.UploadArea;
import dev.sluice.agent.store.local.posix.Descriptor;
import dev.sluice.agent.store.local.posix.ErrnoException;
import dev.sluice.agent.store.local.posix.FileStat;
import dev.sluice.agent.store.local.posix.Names;
import dev.sluice.agent.store.local.posix.Posix;
import dev.sluice.agent.store.local.posix.Tree;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.StorageException;
import dev.sluice.common.model.UploadId;
import dev.sluice.v1.FailureReason;
import java.time.Instant;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Removes what crashes and clients left behind, also those of other agents once it is old. */
final class SharedSweeper {
  private static final Logger LOG = LoggerFactory.getLogger(SharedSweeper.class);
  private static final byte[] STAGING = Names.of("staging");

  private final Posix posix;
  private final SharedFolder folder;
  private final SharedBuckets buckets;
  private final SharedUploads uploads;

  private long uploadsAborted;
  private long tombstonesRemoved;

  SharedSweeper(Posix posix, SharedFolder folder, SharedBuckets buckets, SharedUploads uploads) {
    this.posix = posix;
    this.folder = folder;
    this.buckets = buckets;
    this.uploads = uploads;
  }

  /** One pass over everything; what cannot be removed now is left for the next. */
  synchronized SweepResult sweep(SweepAges ages, Consumer<UploadArea> discard)
      throws ErrnoException {
    uploadsAborted = 0;
    tombstonesRemoved = 0;
    for (BucketName bucket : buckets.names(new BucketScan("", "", Integer.MAX_VALUE))) {
      for (UploadId id : uploads.ids(bucket)) {
        SharedUpload upload = uploads.find(bucket, id);
        if (upload != null) {
          sweep(upload, ages, discard);
        }
      }
    }
    return new SweepResult(removeStaged(ages), uploadsAborted, tombstonesRemoved);
  }

  private void sweep(SharedUpload upload, SweepAges ages, Consumer<UploadArea> discard) {
    try {
      Instant completed = upload.completedAt();
      if (completed != null) {
        upload.finish();
        if (completed.plus(ages.tombstone()).isBefore(ages.now())) {
          upload.discard();
          tombstonesRemoved++;
        }
      } else if (upload.upload().initiated().plus(ages.upload()).isBefore(ages.now())) {
        discard.accept(upload);
        uploadsAborted++;
      }
    } catch (StorageException e) {
      boolean busy =
          e.reason() == FailureReason.CONDITIONAL_CONFLICT
              || e.reason() == FailureReason.UPLOAD_NOT_FOUND;
      if (!busy) {
        LOG.warn("Upload {} was not swept: {}", upload.upload().id(), e.getMessage());
      }
    }
  }

  /**
   * What other agents prepared so long ago that no request can still be at it. One that is removed
   * all the same fails; it was not shown yet.
   */
  private long removeStaged(SweepAges ages) throws ErrnoException {
    long removed = 0;
    Instant before = ages.now().minus(ages.upload());
    for (byte[] agent : Tree.names(posix, folder.agents())) {
      if (!Names.show(agent).equals(folder.run())) {
        try (Descriptor staging =
            posix.openDirectory(folder.agents(), Names.join(agent, STAGING))) {
          for (byte[] name : Tree.names(posix, staging)) {
            FileStat stat = Tree.stat(posix, staging, name);
            if (stat != null && stat.modified().isBefore(before)) {
              Tree.remove(posix, staging, name);
              removed++;
            }
          }
        } catch (ErrnoException e) {
          if (!e.isGone()) {
            throw e;
          }
        }
      }
    }
    return removed;
  }
}
