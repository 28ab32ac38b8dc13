package dev.sluice.agent.store.local.posix;

import java.util.concurrent.locks.Lock;

/**
 * A step that may fail with an error of the kernel.
 *
 * @param <T> its result
 */
@FunctionalInterface
public interface ErrnoCall<T> {
  T run() throws ErrnoException;

  /** Runs a step; an error of the kernel becomes the failure that callers of the engine know. */
  static <T> T translated(ErrnoCall<T> call) {
    try {
      return call.run();
    } catch (ErrnoException e) {
      throw Failures.of(e);
    }
  }

  /** The same, under a lock. */
  static <T> T locked(Lock lock, ErrnoCall<T> call) {
    lock.lock();
    try {
      return translated(call);
    } finally {
      lock.unlock();
    }
  }
}
