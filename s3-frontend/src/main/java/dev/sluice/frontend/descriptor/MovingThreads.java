package dev.sluice.frontend.descriptor;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The platform threads that move bytes of passed files, a bounded number for each file system: one
 * that hangs holds its own threads only. What waits for them is bounded by the number of files.
 */
final class MovingThreads {
  /** Threads of one file system. */
  private static final int THREADS = 16;

  /** File systems at the same time. */
  private static final int MOST_FILE_SYSTEMS = 16;

  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Long, ThreadPoolExecutor> pools = new HashMap<>();

  /** The threads of a file system; null where too many others are at work. */
  @Nullable Executor of(long fileSystem) {
    lock.lock();
    try {
      ThreadPoolExecutor known = pools.get(fileSystem);
      if (known != null) {
        return known;
      }
      if (pools.size() >= MOST_FILE_SYSTEMS) {
        pools.values().removeIf(pool -> pool.getPoolSize() == 0);
      }
      if (pools.size() >= MOST_FILE_SYSTEMS) {
        return null;
      }
      ThreadPoolExecutor pool = pool();
      pools.put(fileSystem, pool);
      return pool;
    } finally {
      lock.unlock();
    }
  }

  private static ThreadPoolExecutor pool() {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            1,
            TimeUnit.MINUTES,
            new LinkedBlockingQueue<>(),
            Thread.ofPlatform().name("short-circuit-", 0).daemon().factory());
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }
}
