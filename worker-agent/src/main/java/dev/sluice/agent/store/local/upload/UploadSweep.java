package dev.sluice.agent.store.local.upload;

import dev.sluice.agent.store.engine.upload.UploadArea;
import dev.sluice.common.model.StorageException;
import dev.sluice.v1.FailureReason;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One pass over uploads: old ones are aborted, those completed long ago forgotten. */
public final class UploadSweep {
  private static final Logger LOG = LoggerFactory.getLogger(UploadSweep.class);

  private final Instant now;
  private final Duration uploadAge;
  private final Duration tombstoneAge;
  private final Consumer<UploadArea> discard;
  private long aborted;
  private long tombstonesRemoved;

  /**
   * A pass.
   *
   * @param uploadAge at which one that is not completed is aborted
   * @param tombstoneAge after its completion at which one is forgotten
   * @param discard aborts an upload
   */
  public UploadSweep(
      Instant now, Duration uploadAge, Duration tombstoneAge, Consumer<UploadArea> discard) {
    this.now = now;
    this.uploadAge = uploadAge;
    this.tombstoneAge = tombstoneAge;
    this.discard = discard;
  }

  /** The number of those that were aborted. */
  public long aborted() {
    return aborted;
  }

  /** The number of those that were forgotten. */
  public long tombstonesRemoved() {
    return tombstonesRemoved;
  }

  /**
   * Looks at an upload; one that a request is at, or that fails, is left for the next pass.
   *
   * @param completion gives the time at which it was completed, null where it was not
   */
  public void sweep(UploadArea upload, Supplier<@Nullable Instant> completion) {
    try {
      Instant completed = completion.get();
      if (completed != null) {
        upload.finish();
        if (completed.plus(tombstoneAge).isBefore(now)) {
          upload.discard();
          tombstonesRemoved++;
        }
      } else if (upload.upload().initiated().plus(uploadAge).isBefore(now)) {
        discard.accept(upload);
        aborted++;
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
}
