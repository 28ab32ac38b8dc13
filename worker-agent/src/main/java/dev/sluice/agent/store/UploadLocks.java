package dev.sluice.agent.store;

import dev.sluice.common.model.UploadId;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * One lock for each upload that is being ended. It is held while the upload's bytes are put
 * together, so that no two uploads share one.
 */
final class UploadLocks {
  private final ConcurrentMap<UploadId, CountedLock> locks = new ConcurrentHashMap<>();

  /** A lock, and how many hold it or wait for it; the number changes under the map's own lock. */
  private static final class CountedLock {
    private final ReentrantLock lock = new ReentrantLock();
    private int users;

    private CountedLock enter() {
      users++;
      return this;
    }

    private boolean leave() {
      return --users == 0;
    }
  }

  /** Runs what must be alone with an upload. */
  <T> T exclusive(UploadId upload, Supplier<T> work) {
    CountedLock counted =
        locks.compute(
            upload, (ignored, there) -> (there == null ? new CountedLock() : there).enter());
    counted.lock.lock();
    try {
      return work.get();
    } finally {
      counted.lock.unlock();
      locks.computeIfPresent(upload, (ignored, there) -> there.leave() ? null : there);
    }
  }

  /** Uploads whose lock is held or waited for. */
  int inUse() {
    return locks.size();
  }
}
