package dev.sluice.agent.store.engine;

import dev.sluice.common.model.Principal;
import dev.sluice.common.model.Region;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The record of a bucket.
 *
 * @param created when it was created; of a directory from outside, the directory's own time
 * @param owner who created it; null for a directory from outside
 * @param region where S3 says that it is
 */
public record BucketRecord(Instant created, @Nullable Principal owner, Region region) {
  /** A bucket whose creator named no region. */
  public BucketRecord(Instant created, @Nullable Principal owner) {
    this(created, owner, Region.US_EAST_1);
  }
}
