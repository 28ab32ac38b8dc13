package dev.sluice.agent.store.quota;

import dev.sluice.agent.store.engine.StorageEngine;
import dev.sluice.agent.store.engine.upload.PartRecord;
import dev.sluice.agent.store.engine.upload.UploadArea;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.StorageException;
import dev.sluice.common.model.UploadId;
import dev.sluice.v1.FailureReason;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The unfinished uploads of a bucket whose parts were looked up: all that were met since the agent
 * started, and after a count all there are. No part is committed before its upload is among them.
 *
 * <p>An upload leaves once its end is settled, when the engine has long ended it: {@link
 * UploadArea#completion} is there, or the area is gone. So whoever finds none here and looks it up
 * sees that it has ended, and whoever still has its tally finds that it counts nothing. Nobody ends
 * an upload while it is looked up, since its end needs the tally as well.
 */
final class UploadTallies {
  private static final Logger LOG = LoggerFactory.getLogger(UploadTallies.class);

  private final StorageEngine engine;
  private final BucketName bucket;
  private final Tally tally;
  private final ConcurrentMap<UploadId, UploadTally> uploads = new ConcurrentHashMap<>();

  UploadTallies(StorageEngine engine, BucketName bucket, Tally tally) {
    this.engine = engine;
    this.bucket = bucket;
    this.tally = tally;
  }

  /**
   * What is counted of an upload. Of one that ended meanwhile nothing is, whatever becomes of it.
   */
  UploadTally of(UploadArea area) {
    UploadId id = area.upload().id();
    UploadTally upload = uploads.computeIfAbsent(id, ignored -> new UploadTally());
    upload.loadOnce(() -> lookUp(area, upload));
    return upload;
  }

  private void lookUp(UploadArea area, UploadTally upload) {
    // One that has ended already must not show for a moment.
    if (isUnfinished(area.upload().id())) {
      tally.found(upload, bytes(area));
    }
    // It is in the map now: whoever ends it from here on finds it there.
    if (!isUnfinished(area.upload().id())) {
      tally.drop(upload);
      uploads.remove(area.upload().id(), upload);
    }
  }

  /** Looks its parts up anew, while none is being committed. What cannot be read counts nothing. */
  void lookAgain(UploadArea area) {
    try {
      tally.found(of(area), bytes(area));
    } catch (StorageException e) {
      LOG.warn("Upload {}: its parts are not counted: {}", area.upload().id(), e.getMessage());
    }
  }

  private static long bytes(UploadArea area) {
    return area.parts().values().stream().mapToLong(PartRecord::size).sum();
  }

  private boolean isUnfinished(UploadId id) {
    UploadArea area = engine.upload(bucket, id);
    return area != null && area.completion() == null;
  }

  /** Ends those that a listing did not show and that are not there. */
  void endUnless(Set<UploadId> listed) {
    for (Map.Entry<UploadId, UploadTally> known : uploads.entrySet()) {
      if (!listed.contains(known.getKey()) && !isUnfinished(known.getKey())) {
        tally.end(known.getValue());
        uploads.remove(known.getKey(), known.getValue());
      }
    }
  }

  /** Whether an upload has ended, or is about to, so that nothing of it was changed. */
  static boolean isRefused(Throwable e) {
    return e instanceof StorageException failure
        && (failure.reason() == FailureReason.UPLOAD_NOT_FOUND
            || failure.reason() == FailureReason.CONDITIONAL_CONFLICT);
  }

  /** Forgets one whose end is settled. */
  void forget(UploadArea area) {
    uploads.remove(area.upload().id());
  }
}
