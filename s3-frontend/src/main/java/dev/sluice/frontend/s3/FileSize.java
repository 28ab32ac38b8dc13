package dev.sluice.frontend.s3;

/**
 * The allowed sizes of a form's file.
 *
 * @param least bytes, 0 or more
 * @param most bytes
 */
public record FileSize(long least, long most) {
  /** The most that one upload may hold: 5 GiB, as on AWS. */
  public static final long MOST = 5L << 30;

  /** Any size that S3 takes. */
  public static final FileSize ANY = new FileSize(0, MOST);

  /** The sizes that both allow. */
  public FileSize and(FileSize other) {
    return new FileSize(Math.max(least, other.least), Math.min(most, other.most));
  }

  /** Fails with EntityTooLarge when a file that may not have ended is beyond the most. */
  public void checkMost(long bytes) {
    if (bytes > most) {
      throw new S3Exception(S3ErrorCode.ENTITY_TOO_LARGE)
          .with("ProposedSize", Long.toString(bytes))
          .with("MaxSizeAllowed", Long.toString(most));
    }
  }

  /** Fails with EntityTooSmall when a file that has ended is below the least. */
  public void checkLeast(long bytes) {
    if (bytes < least) {
      throw new S3Exception(S3ErrorCode.ENTITY_TOO_SMALL)
          .with("ProposedSize", Long.toString(bytes))
          .with("MinSizeAllowed", Long.toString(least));
    }
  }
}
