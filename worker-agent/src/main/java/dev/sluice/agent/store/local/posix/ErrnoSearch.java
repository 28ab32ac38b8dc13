package dev.sluice.agent.store.local.posix;

import java.util.concurrent.locks.Lock;
import org.jspecify.annotations.Nullable;

/**
 * A step that may find nothing, or fail with an error of the kernel.
 *
 * @param <T> what it finds
 */
@FunctionalInterface
public interface ErrnoSearch<T> {
  @Nullable T run() throws ErrnoException;

  /** Runs a step; an error of the kernel becomes the failure that callers of the engine know. */
  static <T> @Nullable T translated(ErrnoSearch<T> search) {
    try {
      return search.run();
    } catch (ErrnoException e) {
      throw Failures.of(e);
    }
  }

  /** The same, under a lock. */
  static <T> @Nullable T locked(Lock lock, ErrnoSearch<T> search) {
    lock.lock();
    try {
      return translated(search);
    } finally {
      lock.unlock();
    }
  }
}
