package dev.sluice.agent.store.local.volume;

import dev.sluice.agent.store.local.posix.FileSystemStat;

/**
 * The space of a file system that writes leave free, so that deletes, logs and other programs still
 * have some. Writes are refused once less than both is free: the bytes alone would be too much of a
 * small disk, the share alone too much of a large one.
 *
 * @param bytes free bytes that are enough; 0: there is no reserve
 * @param percent share of the file system's bytes, and of its inodes, that is enough; 0: no reserve
 */
public record FreeSpaceReserve(long bytes, int percent) {
  /** Writes go on until the file system itself refuses them. */
  public static final FreeSpaceReserve NONE = new FreeSpaceReserve(0, 0);

  /** Free inodes that are enough, whatever their share is. */
  private static final long FILES = 10_000;

  boolean isNone() {
    return bytes == 0 || percent == 0;
  }

  /** Free bytes that are enough. */
  long bytesOf(FileSystemStat fileSystem) {
    return isNone() ? 0 : Math.min(bytes, fileSystem.totalBytes() / 100 * percent);
  }

  /** Free inodes that are enough; 0 where the file system has no limit. */
  long filesOf(FileSystemStat fileSystem) {
    return isNone() ? 0 : Math.min(FILES, fileSystem.totalFiles() / 100 * percent);
  }
}
