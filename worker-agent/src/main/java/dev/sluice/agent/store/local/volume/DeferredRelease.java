package dev.sluice.agent.store.local.volume;

import dev.sluice.agent.store.local.posix.Descriptor;
import dev.sluice.agent.store.local.posix.ErrnoException;
import dev.sluice.agent.store.local.posix.FileStat;
import dev.sluice.agent.store.local.posix.Posix;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The large files of one file system that lose their last name. The kernel frees the blocks of a
 * file in the call that gives up its last use, which takes ext4 some 170 ms for a gibibyte: each is
 * kept open over the call that removes its name, and closed by a thread of its own, so that no
 * request waits for that.
 */
public final class DeferredRelease {
  /**
   * Size of a file from which on it is released so: below, freeing it costs about a millisecond.
   */
  static final long LARGE_BYTES = 4L << 20;

  /** Files that wait to be closed; with more, the request that removes one closes it itself. */
  static final int MAX_FILES = 64;

  /** The longest wait of a write for what is being released. */
  private static final Duration MAX_WAIT = Duration.ofSeconds(10);

  private static final Duration THREAD_KEEP_ALIVE = Duration.ofSeconds(10);

  private final Posix posix;
  private final long device;
  private final boolean able;
  private final ThreadPoolExecutor closing;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition released = lock.newCondition();
  private long heldFiles;
  private final AtomicLong releasedFiles = new AtomicLong();
  private long pendingBytes;

  /** A use of a file, or of none, over a call that may take its last name. */
  public interface Held extends AutoCloseable {
    @Override
    void close();
  }

  private static final Held NONE = () -> {};

  /**
   * Without files at first.
   *
   * @param device the number of the file system: files of others are not kept
   * @param able whether its files go without a name while they are open
   */
  DeferredRelease(Posix posix, long device, boolean able) {
    this.posix = posix;
    this.device = device;
    this.able = able;
    closing =
        new ThreadPoolExecutor(
            1,
            1,
            THREAD_KEEP_ALIVE.toMillis(),
            TimeUnit.MILLISECONDS,
            new ArrayBlockingQueue<>(MAX_FILES),
            Thread.ofPlatform().daemon().name("release").factory(),
            (task, _) -> task.run());
    closing.allowCoreThreadTimeOut(true);
  }

  /**
   * Keeps a file open until what is returned is closed, and somewhat longer.
   *
   * @param stat of the file at this name; null where there is none
   */
  public Held hold(Descriptor directory, byte[] name, @Nullable FileStat stat) {
    if (!able || stat == null || stat.size() < LARGE_BYTES || stat.device() != device) {
      return NONE;
    }
    Descriptor file;
    try {
      file = posix.openForReading(directory, name);
    } catch (ErrnoException e) {
      return NONE; // It is freed in the call, as a small one.
    }
    count(1, 0, stat.size());
    return () -> closing.execute(() -> close(file, stat.size()));
  }

  private void close(Descriptor file, long size) {
    file.close();
    count(0, 1, -size);
  }

  private void count(int held, int given, long bytes) {
    lock.lock();
    try {
      heldFiles += held;
      releasedFiles.addAndGet(given);
      pendingBytes += bytes;
      released.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Bytes of files that are not closed yet. */
  long pendingBytes() {
    lock.lock();
    try {
      return pendingBytes;
    } finally {
      lock.unlock();
    }
  }

  /** Number of files that were closed so far. */
  long releasedFiles() {
    return releasedFiles.get();
  }

  /**
   * Waits until what is kept now is closed, {@link #MAX_WAIT} at most.
   *
   * @param before number of files that were closed before the call that met a full file system
   * @return whether anything was closed since
   */
  boolean await(long before) {
    lock.lock();
    try {
      long target = heldFiles;
      long left = MAX_WAIT.toNanos();
      while (releasedFiles.get() < target && left > 0) {
        left = released.awaitNanos(left);
      }
      return releasedFiles.get() > before;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      lock.unlock();
    }
  }

  /** Ends with the last file that waits, which is not waited for. */
  void shutdown() {
    closing.shutdown();
  }
}
