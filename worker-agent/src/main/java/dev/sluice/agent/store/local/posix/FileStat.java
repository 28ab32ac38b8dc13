package dev.sluice.agent.store.local.posix;

import java.time.Instant;

/**
 * The attributes of a file, from statx.
 *
 * @param mode type and permissions, as {@code st_mode}
 * @param links hard links; 0 once the last name is gone
 * @param group the number of the group it belongs to
 * @param inode the file's number on its device
 * @param device the file system's number
 * @param size bytes
 * @param modifiedSeconds of the last change of content, since the epoch
 * @param modifiedNanos the fraction of it, 0..999,999,999
 * @param createdSeconds of its creation, since the epoch; 0 where the file system does not know
 * @param createdNanos the fraction of it
 * @param changedSeconds of the last change of anything about it: bytes, permissions, names
 * @param changedNanos the fraction of it
 */
public record FileStat(
    int mode,
    int links,
    int group,
    long inode,
    long device,
    long size,
    long modifiedSeconds,
    int modifiedNanos,
    long createdSeconds,
    int createdNanos,
    long changedSeconds,
    int changedNanos) {
  /** The set-group-id bit: files made in such a directory get the directory's group. */
  public static final int SET_GROUP_ID = 0x400;

  /** The year 1. */
  private static final long EARLIEST_SECONDS = -62_135_596_800L;

  /** The end of the year 9999. */
  private static final long LATEST_SECONDS = 253_402_300_799L;

  public FileType type() {
    return FileType.ofMode(mode);
  }

  public boolean isRegular() {
    return type() == FileType.REGULAR;
  }

  public boolean isDirectory() {
    return type() == FileType.DIRECTORY;
  }

  /** The permission bits, set-id and sticky bits included. */
  public int permissions() {
    return mode & 0xFFF;
  }

  /** Whether what is made in this directory gets its group. */
  public boolean givesGroup() {
    return (mode & SET_GROUP_ID) != 0;
  }

  public Instant modified() {
    return instant(modifiedSeconds, modifiedNanos);
  }

  public Instant created() {
    return instant(createdSeconds, createdNanos);
  }

  /**
   * Files may be stamped with times that no answer can express; those are given as the last one.
   */
  private static Instant instant(long seconds, int nanos) {
    return Instant.ofEpochSecond(Math.clamp(seconds, EARLIEST_SECONDS, LATEST_SECONDS), nanos);
  }

  /** Whether the file system knows when it was created. */
  public boolean hasBirth() {
    return createdSeconds != 0;
  }

  /** Whether both are the same file, whatever happened to it in between. */
  public boolean isSameFile(FileStat other) {
    return inode == other.inode && device == other.device;
  }
}
