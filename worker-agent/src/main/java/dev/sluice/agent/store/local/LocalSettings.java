package dev.sluice.agent.store.local;

import dev.sluice.agent.store.local.volume.FreeSpaceReserve;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;

/**
 * The settings of the engine for local disks.
 *
 * @param root the data folder; it must be there
 * @param fsync whether a change is on the disk when its call returns; else the operating system
 *     decides when
 * @param fileMode permissions of new files, whatever the umask
 * @param directoryMode permissions of new directories, whatever the umask
 * @param snapshotBytes memory for ordered snapshots of directories
 * @param uploadBytes memory for unfinished uploads that were used last
 * @param listingStaleness how old a listing may be where the kernel does not report changes from
 *     outside
 * @param clock gives the time that new files are stamped with
 * @param maximumUploads unfinished ones in a bucket
 * @param reserve what writes leave free on each file system
 * @param requireStore whether the folder must hold a store already; else one is begun where there
 *     is none
 * @param followLinks whether symbolic links at the top of the folder are served as buckets
 */
public record LocalSettings(
    Path root,
    boolean fsync,
    int fileMode,
    int directoryMode,
    long snapshotBytes,
    long uploadBytes,
    Duration listingStaleness,
    InstantSource clock,
    long maximumUploads,
    FreeSpaceReserve reserve,
    boolean requireStore,
    boolean followLinks) {
  private static final long SNAPSHOT_BYTES = 32L << 20;
  private static final long UPLOAD_BYTES = 16L << 20;
  private static final long MAXIMUM_UPLOADS = 100_000;

  /** Durable, 0644 and 0755, the system's clock. */
  public static LocalSettings of(Path root) {
    return new LocalSettings(
        root,
        true,
        0644,
        0755,
        SNAPSHOT_BYTES,
        UPLOAD_BYTES,
        Duration.ofSeconds(1),
        InstantSource.system(),
        MAXIMUM_UPLOADS,
        FreeSpaceReserve.NONE,
        false,
        false);
  }

  /** The same with another durability. */
  public LocalSettings withFsync(boolean wanted) {
    return new LocalSettings(
        root,
        wanted,
        fileMode,
        directoryMode,
        snapshotBytes,
        uploadBytes,
        listingStaleness,
        clock,
        maximumUploads,
        reserve,
        requireStore,
        followLinks);
  }

  /** The same with other permissions. */
  public LocalSettings withModes(int files, int directories) {
    return new LocalSettings(
        root,
        fsync,
        files,
        directories,
        snapshotBytes,
        uploadBytes,
        listingStaleness,
        clock,
        maximumUploads,
        reserve,
        requireStore,
        followLinks);
  }

  /** The same with another reserve. */
  public LocalSettings withReserve(FreeSpaceReserve wanted) {
    return new LocalSettings(
        root,
        fsync,
        fileMode,
        directoryMode,
        snapshotBytes,
        uploadBytes,
        listingStaleness,
        clock,
        maximumUploads,
        wanted,
        requireStore,
        followLinks);
  }

  /** The same with another limit of uploads. */
  public LocalSettings withMaximumUploads(long wanted) {
    return new LocalSettings(
        root,
        fsync,
        fileMode,
        directoryMode,
        snapshotBytes,
        uploadBytes,
        listingStaleness,
        clock,
        wanted,
        reserve,
        requireStore,
        followLinks);
  }

  /** The same with another demand. */
  public LocalSettings withRequireStore(boolean wanted) {
    return new LocalSettings(
        root,
        fsync,
        fileMode,
        directoryMode,
        snapshotBytes,
        uploadBytes,
        listingStaleness,
        clock,
        maximumUploads,
        reserve,
        wanted,
        followLinks);
  }

  /** The same, with links followed or not. */
  public LocalSettings withFollowLinks(boolean wanted) {
    return new LocalSettings(
        root,
        fsync,
        fileMode,
        directoryMode,
        snapshotBytes,
        uploadBytes,
        listingStaleness,
        clock,
        maximumUploads,
        reserve,
        requireStore,
        wanted);
  }
}
