package dev.sluice.agent.store.local.posix;

import java.util.concurrent.locks.Lock;

/** A step without a result that may fail with an error of the kernel. */
@FunctionalInterface
public interface ErrnoAction {
  void run() throws ErrnoException;

  /** Runs a step; an error of the kernel becomes the failure that callers of the engine know. */
  static void translated(ErrnoAction action) {
    try {
      action.run();
    } catch (ErrnoException e) {
      throw Failures.of(e);
    }
  }

  /** The same, under a lock. */
  static void locked(Lock lock, ErrnoAction action) {
    lock.lock();
    try {
      translated(action);
    } finally {
      lock.unlock();
    }
  }
}
