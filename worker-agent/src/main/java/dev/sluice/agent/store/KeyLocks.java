package dev.sluice.agent.store;

import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A bounded number of locks that any number of names share: two names may wait for each other, but
 * never twice the same for two owners at once. No lock is taken while another of the same table is
 * held.
 */
final class KeyLocks {
  private static final int STRIPES = 4096;

  private final ReadWriteLock[] stripes =
      Stream.generate(ReentrantReadWriteLock::new).limit(STRIPES).toArray(ReadWriteLock[]::new);

  /** Runs what may run beside other shared work on the same name. */
  <T> T shared(Object name, Supplier<T> work) {
    return locked(stripe(name).readLock(), work);
  }

  /** Runs what must be alone with a name. */
  <T> T exclusive(Object name, Supplier<T> work) {
    return locked(stripe(name).writeLock(), work);
  }

  private static <T> T locked(Lock lock, Supplier<T> work) {
    lock.lock();
    try {
      return work.get();
    } finally {
      lock.unlock();
    }
  }

  private ReadWriteLock stripe(Object name) {
    int hash = name.hashCode() * 0x9E3779B9;
    return stripes[hash >>> 20];
  }
}
