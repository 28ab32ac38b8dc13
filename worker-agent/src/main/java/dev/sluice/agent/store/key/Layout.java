package dev.sluice.agent.store.key;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;

/**
 * The places of one bucket's objects. Every step that shows or removes an object is made under the
 * read-lock; who moves an object from one of its homes to the other, or removes the bucket, has the
 * write-lock.
 *
 * <p>Readers take no lock. An object that moves may be at neither home when they look there, so who
 * finds nothing while one moved looks again, with the lock; the order of locks stands at the
 * package {@code store.local}.
 */
public final class Layout {
  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();

  /** Odd while an object is on its way. */
  private final AtomicLong journal = new AtomicLong();

  /**
   * A move of an object.
   *
   * @param <E> its failure
   */
  @FunctionalInterface
  public interface Move<E extends Exception> {
    /** Makes it. */
    void run() throws E;
  }

  /**
   * A search for an object.
   *
   * @param <T> what it finds
   * @param <E> its failure
   */
  @FunctionalInterface
  public interface Search<T, E extends Exception> {
    /** Looks for it; null where there is none. */
    @Nullable T run() throws E;
  }

  /**
   * A survey of objects.
   *
   * @param <T> what it sees
   * @param <E> its failure
   */
  @FunctionalInterface
  public interface Survey<T, E extends Exception> {
    /** Looks at them. */
    T run() throws E;
  }

  public Lock readLock() {
    return lock.readLock();
  }

  public Lock writeLock() {
    return lock.writeLock();
  }

  /** Moves an object; the caller has the write-lock. */
  public <E extends Exception> void move(Move<E> move) throws E {
    journal.incrementAndGet();
    try {
      move.run();
    } finally {
      journal.incrementAndGet();
    }
  }

  /** Finds an object that is there all the time. */
  public <T, E extends Exception> @Nullable T find(Search<T, E> look) throws E {
    long before = journal.get();
    T found = look.run();
    if (found != null || isUnmoved(before)) {
      return found;
    }
    lock.readLock().lock();
    try {
      return look.run();
    } finally {
      lock.readLock().unlock();
    }
  }

  /** Sees all objects that are there all the time. */
  public <T, E extends Exception> T survey(Survey<T, E> survey) throws E {
    long before = journal.get();
    T seen = survey.run();
    if (isUnmoved(before)) {
      return seen;
    }
    lock.readLock().lock();
    try {
      return survey.run();
    } finally {
      lock.readLock().unlock();
    }
  }

  private boolean isUnmoved(long before) {
    return (before & 1) == 0 && journal.get() == before;
  }
}
