package dev.sluice.agent.store;

import java.time.Duration;

/**
 * The limits of an object store, each by name.
 *
 * @param minimumPartBytes smallest part of an upload but its last
 * @param maximumPieceBytes largest body of one put or one part, and largest source of one copy
 * @param maximumObjectBytes largest object that an upload may become
 * @param uploadExpiry unfinished uploads that began longer ago are aborted by a sweep
 * @param tombstoneAge so long a completed upload gives the same answer again
 */
public record StoreLimits(
    long minimumPartBytes,
    long maximumPieceBytes,
    long maximumObjectBytes,
    Duration uploadExpiry,
    Duration tombstoneAge) {
  /** Highest part number, and most parts of an object. */
  public static final int MAX_PARTS = 10_000;

  /** Most keys, parts or uploads of one page. */
  public static final int MAX_PAGE = 1_000;

  /** Most buckets of one page. */
  public static final int MAX_BUCKET_PAGE = 10_000;

  private static final long GIB = 1L << 30;

  /**
   * Amazon S3's limits, except that parts have at least 1 MiB; unfinished uploads are kept for a
   * week.
   */
  public static final StoreLimits DEFAULTS =
      new StoreLimits(
          1 << 20, 5 * GIB, MAX_PARTS * 5 * GIB, Duration.ofDays(7), Duration.ofDays(1));

  /** The same with another smallest part. */
  public StoreLimits withMinimumPartBytes(long bytes) {
    return new StoreLimits(
        bytes, maximumPieceBytes, maximumObjectBytes, uploadExpiry, tombstoneAge);
  }

  /** The same with other ages. */
  public StoreLimits withAges(Duration upload, Duration tombstone) {
    return new StoreLimits(
        minimumPartBytes, maximumPieceBytes, maximumObjectBytes, upload, tombstone);
  }
}
