package dev.sluice.agent.store.local.posix;

import java.util.concurrent.locks.Lock;

/** Something that is done under a lock and may fail with an error of the kernel. */
public interface LockedCall<T> {
  T run() throws ErrnoException;

  /** Does it; an error of the kernel becomes what callers of the engine know. */
  static <T> T by(Lock lock, LockedCall<T> guarded) {
    lock.lock();
    try {
      return guarded.run();
    } catch (ErrnoException e) {
      throw Failures.of(e);
    } finally {
      lock.unlock();
    }
  }
}
