package dev.sluice.agent.store.local.volume;

import dev.sluice.agent.store.local.posix.Descriptor;
import dev.sluice.agent.store.local.posix.Errno;
import dev.sluice.agent.store.local.posix.ErrnoException;
import dev.sluice.agent.store.local.posix.FileSystemStat;
import dev.sluice.agent.store.local.posix.Posix;
import dev.sluice.common.metrics.Metric;
import dev.sluice.common.model.StorageException;
import dev.sluice.v1.FailureReason;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Refuses writes to a file system whose free space has come down to its reserve, and takes them
 * again once there is a quarter more than that: in between it stays as it was, so that one delete
 * and one put do not take turns. Deletes, aborts and completions that move no bytes never ask.
 *
 * <p>Space that is being released counts as free, and a write that meets a full file system waits
 * for it.
 *
 * <p>The file system is asked once a second, after so many bytes, and before a write is refused,
 * not for each write.
 */
public final class FreeSpaceMonitor {
  private static final Logger LOG = LoggerFactory.getLogger(FreeSpaceMonitor.class);
  private static final long LOOK_MILLIS = 1000;
  private static final long LOOK_BYTES = 64L << 20;

  private final Posix posix;
  private final Descriptor directory;
  private final DeferredRelease release;
  private final FreeSpaceReserve reserve;
  private final InstantSource clock;
  private final LongAdder refused;
  private final ReentrantLock looking = new ReentrantLock();
  private final AtomicLong sinceLook = new AtomicLong();
  private volatile Look last = Look.NONE;

  /** The state at the last look; before one nothing is known, and nothing refused. */
  private record Look(
      long millis,
      FileSystemStat fileSystem,
      long releasing,
      long enoughBytes,
      long enoughFiles,
      boolean low) {
    static final Look NONE =
        new Look(Long.MIN_VALUE, new FileSystemStat(0, 0, 0, 0, 0, 0, false), 0, 0, 0, false);

    long freeBytes() {
      return fileSystem.availableBytes() + releasing;
    }

    boolean hasRoomFor(long bytes) {
      return freeBytes() - bytes >= enoughBytes;
    }
  }

  FreeSpaceMonitor(
      Posix posix,
      Descriptor directory,
      DeferredRelease release,
      FreeSpaceReserve reserve,
      InstantSource clock,
      LongAdder refused) {
    this.posix = posix;
    this.directory = directory;
    this.release = release;
    this.reserve = reserve;
    this.clock = clock;
    this.refused = refused;
  }

  /**
   * To be called before a write is accepted.
   *
   * @param bytes that will come; 0 or less where not known
   * @throws StorageException {@code STORAGE_FULL}
   */
  public void requireRoom(long bytes) {
    require(bytes, 0);
  }

  /**
   * Writes all bytes of a buffer, whose position moves on, at an offset of a file.
   *
   * @throws StorageException {@code STORAGE_FULL} below the watermark
   */
  public void write(Descriptor file, ByteBuffer data, long offset) throws ErrnoException {
    require(0, data.remaining());
    int start = data.position();
    long released = release.releasedFiles();
    try {
      posix.write(file, data, offset);
    } catch (ErrnoException e) {
      if (!isFreed(e, released)) {
        throw e;
      }
      posix.write(file, data, offset + data.position() - start);
    }
  }

  /** Number of files whose space was released so far. */
  long releasedFiles() {
    return release.releasedFiles();
  }

  /**
   * Whether a call that met a full file system is worth one more attempt: space was being released,
   * and is free now.
   *
   * @param before what {@link #releasedFiles} was before the call
   */
  boolean isFreed(ErrnoException failure, long before) {
    return (failure.is(Errno.ENOSPC) || failure.is(Errno.EDQUOT)) && release.await(before);
  }

  private void require(long expected, long written) {
    if (reserve.isNone()) {
      return;
    }
    boolean due = sinceLook.addAndGet(written) > LOOK_BYTES || isStale();
    // A delete may have made room since: nobody is refused by an earlier look.
    if (due || refuses(last, expected)) {
      look();
    }
    Look now = last;
    if (refuses(now, expected)) {
      refused.increment();
      String sentence =
          sentence(now) + (expected > 0 ? ", and " + expected + " bytes are to come" : "");
      LOG.warn("{}: {}: {}", FailureReason.STORAGE_FULL, directory.place(), sentence);
      throw new StorageException(FailureReason.STORAGE_FULL, "storage: " + sentence);
    }
  }

  private static boolean refuses(Look now, long expected) {
    return now.low() || (expected > 0 && !now.equals(Look.NONE) && !now.hasRoomFor(expected));
  }

  private static String sentence(Look now) {
    return now.fileSystem().availableBytes()
        + " bytes and "
        + now.fileSystem().freeFiles()
        + " inodes are free (expected: at least "
        + now.enoughBytes()
        + " and "
        + now.enoughFiles()
        + ")";
  }

  private boolean isStale() {
    long age = clock.millis() - last.millis();
    return last.equals(Look.NONE) || age >= LOOK_MILLIS || age < 0;
  }

  /** One looks for all. A file system that does not answer says so when it is written to. */
  private void look() {
    if (!looking.tryLock()) {
      return;
    }
    try {
      FileSystemStat stat = posix.fileSystem(directory);
      Look now =
          new Look(
              clock.millis(),
              stat,
              release.pendingBytes(),
              reserve.bytesOf(stat),
              reserve.filesOf(stat),
              last.low());
      sinceLook.set(0);
      last = now.low() == isLow(now) ? now : turned(now);
    } catch (ErrnoException e) {
      last = Look.NONE;
    } finally {
      looking.unlock();
    }
  }

  private static boolean isLow(Look now) {
    FileSystemStat free = now.fileSystem();
    long quarters = now.low() ? 5 : 4;
    return now.freeBytes() < now.enoughBytes() / 4 * quarters
        || (free.totalFiles() > 0 && free.freeFiles() < now.enoughFiles() / 4 * quarters);
  }

  private static Look turned(Look now) {
    return new Look(
        now.millis(),
        now.fileSystem(),
        now.releasing(),
        now.enoughBytes(),
        now.enoughFiles(),
        !now.low());
  }

  /** The state of the file system, a second old at most. */
  FileSystemStat fileSystem() {
    if (isStale()) {
      look();
    }
    return last.fileSystem();
  }

  /** Whether writes are refused now. */
  public boolean isLow() {
    return !reserve.isNone() && fileSystem().availableBytes() >= 0 && last.low();
  }

  /** The size and free space of the file system. */
  public List<Metric> measures() {
    return List.of(
        Metric.gauge(
            "sluice_storage_bytes",
            "Size of the data folder's file system.",
            () -> fileSystem().totalBytes()),
        Metric.gauge(
            "sluice_storage_free_bytes",
            "What is free on it for the agent's user.",
            () -> fileSystem().availableBytes()),
        Metric.gauge(
            "sluice_storage_releasing_bytes",
            "Bytes of replaced or deleted files whose space is being freed.",
            release::pendingBytes),
        Metric.gauge(
            "sluice_storage_inodes", "Files that it can hold.", () -> fileSystem().totalFiles()),
        Metric.gauge(
            "sluice_storage_free_inodes",
            "Files that it has room for.",
            () -> fileSystem().freeFiles()));
  }
}
