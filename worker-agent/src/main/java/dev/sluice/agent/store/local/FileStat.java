package dev.sluice.agent.store.local;

import java.time.Instant;

/**
 * What statx tells of a file.
 *
 * @param mode type and permissions, as {@code st_mode}
 * @param links hard links; 0 once the last name is gone
 * @param inode the file's number on its device
 * @param device the file system's number
 * @param size bytes
 * @param modifiedSeconds of the last change of content, since the epoch
 * @param modifiedNanos the fraction of it, 0..999,999,999
 * @param createdSeconds of its creation, since the epoch; 0 where the file system does not know
 * @param createdNanos the fraction of it
 */
record FileStat(
    int mode,
    int links,
    long inode,
    long device,
    long size,
    long modifiedSeconds,
    int modifiedNanos,
    long createdSeconds,
    int createdNanos) {
  FileType type() {
    return FileType.ofMode(mode);
  }

  boolean isRegular() {
    return type() == FileType.REGULAR;
  }

  boolean isDirectory() {
    return type() == FileType.DIRECTORY;
  }

  /** The permission bits, set-id and sticky bits included. */
  int permissions() {
    return mode & 0xFFF;
  }

  Instant modified() {
    return Instant.ofEpochSecond(modifiedSeconds, modifiedNanos);
  }

  Instant created() {
    return Instant.ofEpochSecond(createdSeconds, createdNanos);
  }

  /** Whether both are the same file, whatever happened to it in between. */
  boolean isSameFile(FileStat other) {
    return inode == other.inode && device == other.device;
  }
}
