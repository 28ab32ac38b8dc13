package dev.sluice.engine.hdfs;

import dev.sluice.agent.store.key.KeyLocks;
import dev.sluice.common.model.BucketName;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Locks of the places at which objects are. A thread takes that of a key first, then that of the
 * key's bucket.
 */
final class HdfsPlaces {
  private final KeyLocks keys = new KeyLocks();
  private final Map<BucketName, OfBucket> buckets = new ConcurrentHashMap<>();

  KeyLocks keys() {
    return keys;
  }

  OfBucket of(BucketName bucket) {
    return buckets.computeIfAbsent(bucket, _ -> new OfBucket());
  }

  /**
   * The places of one bucket. Every step that shows or removes an object is made under the
   * read-lock; who moves an object from one of its homes to the other, or removes the bucket, has
   * the write-lock. Readers take none: an object that moves may be at neither home when they look
   * there, so who finds nothing while one moved looks again, with the lock.
   */
  static final class OfBucket {
    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();

    /** Odd while an object is on its way. */
    private final AtomicLong journal = new AtomicLong();

    Lock readLock() {
      return lock.readLock();
    }

    Lock writeLock() {
      return lock.writeLock();
    }

    /** Moves an object; the caller has the write-lock. */
    void move(Runnable move) {
      journal.incrementAndGet();
      try {
        move.run();
      } finally {
        journal.incrementAndGet();
      }
    }

    /** Finds an object that is there all the time. */
    <T> @Nullable T find(Supplier<@Nullable T> look) {
      long before = journal.get();
      T found = look.get();
      return found != null || isUnmoved(before) ? found : locked(look);
    }

    /** Sees all objects that are there all the time. */
    <T> T survey(Supplier<T> survey) {
      long before = journal.get();
      T seen = survey.get();
      return isUnmoved(before) ? seen : locked(survey);
    }

    private <T extends @Nullable Object> T locked(Supplier<T> look) {
      lock.readLock().lock();
      try {
        return look.get();
      } finally {
        lock.readLock().unlock();
      }
    }

    private boolean isUnmoved(long before) {
      return (before & 1) == 0 && journal.get() == before;
    }
  }
}
