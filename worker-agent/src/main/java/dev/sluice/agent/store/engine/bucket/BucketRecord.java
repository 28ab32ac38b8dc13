package dev.sluice.agent.store.engine.bucket;

import dev.sluice.agent.store.engine.object.StateToken;
import dev.sluice.common.model.Principal;
import dev.sluice.common.model.Region;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * The record of a bucket.
 *
 * @param created when it was created; of a directory from outside, the directory's own time
 * @param owner who created it; null for a directory from outside
 * @param region where S3 says that it is
 * @param settings what can be changed about it
 * @param generation of the settings: 0 where none were ever set, and greater after each
 *     replacement, also where the bucket was deleted and created again in between
 * @param usage last known one of a bucket that has or had a quota; null: it never had
 */
public record BucketRecord(
    Instant created,
    @Nullable Principal owner,
    Region region,
    BucketSettings settings,
    long generation,
    @Nullable KeptUsage usage) {
  /** The state of the settings of a bucket that is not there. */
  public static final StateToken NO_BUCKET = new StateToken("no bucket");

  /** A bucket that never had a quota. */
  public BucketRecord(
      Instant created,
      @Nullable Principal owner,
      Region region,
      BucketSettings settings,
      long generation) {
    this(created, owner, region, settings, generation, null);
  }

  /** A bucket without settings. */
  public BucketRecord(Instant created, @Nullable Principal owner, Region region) {
    this(created, owner, region, BucketSettings.NONE, 0);
  }

  /** A bucket without settings whose creator named no region. */
  public BucketRecord(Instant created, @Nullable Principal owner) {
    this(created, owner, Region.US_EAST_1);
  }

  /** The state of the settings, for an expectation. */
  public StateToken state() {
    return state(generation);
  }

  /** The state of settings of a generation. */
  public static StateToken state(long generation) {
    return new StateToken(Long.toString(generation));
  }

  /**
   * The bucket with other settings. Generations are counted from the microsecond of its creation,
   * so that those of an earlier bucket of the same name are all below. A usage that nobody kept up
   * while there was no quota is not settled for a new one.
   */
  public BucketRecord withSettings(BucketSettings replacement) {
    long first = ChronoUnit.MICROS.between(Instant.EPOCH, created);
    KeptUsage known = settings.quota() == null && usage != null ? usage.unsettled() : usage;
    return new BucketRecord(
        created, owner, region, replacement, Math.max(generation + 1, first), known);
  }

  /** The same with another usage. */
  public BucketRecord withUsage(KeptUsage other) {
    return new BucketRecord(created, owner, region, settings, generation, other);
  }
}
