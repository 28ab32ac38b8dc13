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
import dev.sluice.agent.store.local.upload.UploadSweep;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.UploadId;
import java.time.Instant;
import java.util.function.Consumer;

/** Removes what crashes and clients left behind, also those of other agents once it is old. */
final class SharedSweeper {
  private static final byte[] STAGING = Names.of("staging");

  private final Posix posix;
  private final SharedFolder folder;
  private final SharedBuckets buckets;
  private final SharedUploads uploads;

  SharedSweeper(Posix posix, SharedFolder folder, SharedBuckets buckets, SharedUploads uploads) {
    this.posix = posix;
    this.folder = folder;
    this.buckets = buckets;
    this.uploads = uploads;
  }

  /** One pass over everything; what cannot be removed now is left for the next. */
  synchronized SweepResult sweep(SweepAges ages, Consumer<UploadArea> discard)
      throws ErrnoException {
    UploadSweep swept = new UploadSweep(ages.now(), ages.upload(), ages.tombstone(), discard);
    for (BucketName bucket : buckets.names(new BucketScan("", "", Integer.MAX_VALUE))) {
      for (UploadId id : uploads.ids(bucket)) {
        SharedUpload upload = uploads.find(bucket, id);
        if (upload != null) {
          swept.sweep(upload, upload::completedAt);
        }
      }
    }
    return new SweepResult(removeStaged(ages), swept.aborted(), swept.tombstonesRemoved());
  }

  /**
   * Removes what other agents prepared so long ago that no request can still be at it. One that is
   * removed all the same fails; it was not shown yet.
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
