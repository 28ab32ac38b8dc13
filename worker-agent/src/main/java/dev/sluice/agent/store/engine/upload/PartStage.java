package dev.sluice.agent.store.engine.upload;

import dev.sluice.agent.store.engine.object.Stage;
import dev.sluice.common.model.ChecksumValue;
import dev.sluice.common.model.ETag;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A part on its way. */
public interface PartStage extends Stage {
  /**
   * Makes the bytes the part of its number, durably, in place of an earlier one.
   *
   * @throws dev.sluice.common.model.StorageException {@code UPLOAD_NOT_FOUND} where the upload was
   *     completed or aborted meanwhile
   */
  PartRecord commit(ETag etag, @Nullable ChecksumValue checksum, Instant lastModified);
}
