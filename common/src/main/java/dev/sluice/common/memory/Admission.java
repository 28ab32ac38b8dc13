package dev.sluice.common.memory;

import dev.sluice.common.model.StorageException;
import dev.sluice.v1.FailureReason;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * A number of permits for something that takes memory. Who finds none is refused with {@code
 * OVERLOADED}, at once or after waiting.
 */
public final class Admission {
  private final String what;
  private final int limit;
  private final Semaphore free;

  /**
   * Permits, all of them free.
   *
   * @param what they are for, in the plural
   * @param limit how many there are; at least one is
   */
  public Admission(String what, long limit) {
    this.what = what;
    this.limit = Math.clamp(limit, 1, Integer.MAX_VALUE);
    this.free = new Semaphore(this.limit);
  }

  /** Takes a permit if one is free. */
  public boolean tryEnter() {
    return free.tryAcquire();
  }

  /**
   * Takes a permit.
   *
   * @return how many are taken now
   * @throws StorageException {@code OVERLOADED} where none is free
   */
  public int enter() {
    if (!free.tryAcquire()) {
      throw new StorageException(
          FailureReason.OVERLOADED, what + ": " + limit + " (limit: " + limit + ")");
    }
    return inUse();
  }

  /**
   * Takes permits, all of them or none; waits for those that others have.
   *
   * @param permits how many, at most {@link #limit}
   * @throws StorageException {@code OVERLOADED} where they were not free in time
   */
  public void enter(int permits, Duration timeout) throws InterruptedException {
    if (!free.tryAcquire(permits, timeout.toNanos(), TimeUnit.NANOSECONDS)) {
      throw new StorageException(
          FailureReason.OVERLOADED,
          what + ": all " + limit + " taken for " + timeout + " (expected: " + permits + " free)");
    }
  }

  /** Gives a permit back. */
  public void leave() {
    free.release();
  }

  /** Gives permits back. */
  public void leave(int permits) {
    free.release(permits);
  }

  /** Permits that are taken now. */
  public int inUse() {
    return limit - free.availablePermits();
  }

  /** Permits that there are. */
  public int limit() {
    return limit;
  }
}
