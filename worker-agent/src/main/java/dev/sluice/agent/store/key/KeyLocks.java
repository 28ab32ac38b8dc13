package dev.sluice.agent.store.key;

import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.ObjectKey;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Locks of keys, under which the current state and the expected one are compared: no storage
 * replaces a file only if it is a certain one. One agent has the root for itself, so this is all
 * the fencing there is. A thread holds at most one, and never while bytes are read, written or
 * synced; the order of the local engine's locks stands at the package {@code store.local}.
 */
public final class KeyLocks {
  private static final int STRIPES = 1024;

  private final ReentrantLock[] locks = new ReentrantLock[STRIPES];

  public KeyLocks() {
    for (int at = 0; at < STRIPES; at++) {
      locks[at] = new ReentrantLock();
    }
  }

  public ReentrantLock of(BucketName bucket, ObjectKey key) {
    int hash = 31 * bucket.hashCode() + key.hashCode();
    return locks[(hash ^ hash >>> 16) & STRIPES - 1];
  }
}
