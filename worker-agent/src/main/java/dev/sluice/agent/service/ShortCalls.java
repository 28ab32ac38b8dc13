package dev.sluice.agent.service;

import dev.sluice.common.rpc.CallerRunsThread;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * The short calls of one file system, and whether they may hold their callers' threads: a few at
 * the same time, on a file system of this machine that was fast lately.
 */
final class ShortCalls {
  /** Calls that may hold threads of callers at the same time. */
  static final int MOST = 8;

  /** A short call that takes longer is a slow one. */
  static final Duration SLOW = Duration.ofMillis(20);

  /**
   * The weight of a slow call, in fast ones: where fewer are slow it is rather this machine that is
   * busy.
   */
  static final int WEIGHT = 16;

  /**
   * Weight beyond which the file system counts as slow, until as many fast calls make up for it.
   */
  static final int MOST_WEIGHT = 2 * WEIGHT;

  private final boolean local;
  private final LongSupplier nanoTime;
  private final Semaphore free = new Semaphore(MOST);
  private volatile boolean draining;

  /** Of slow calls, less the fast ones since; at most twice {@link #MOST_WEIGHT}. */
  private final AtomicInteger weight = new AtomicInteger();

  ShortCalls(boolean local, LongSupplier nanoTime) {
    this.local = local;
    this.nanoTime = nanoTime;
  }

  /**
   * Runs a step on the calling thread, if that may be.
   *
   * @return whether it was run
   */
  boolean tryHere(Runnable step) {
    if (!local
        || weight.get() >= MOST_WEIGHT
        || !CallerRunsThread.isCurrent()
        || !free.tryAcquire()) {
      return false;
    }
    try {
      if (draining) {
        return false;
      }
      timed(step);
      return true;
    } finally {
      free.release();
    }
  }

  /** Runs a step, wherever that is, and looks how long it takes. */
  void timed(Runnable step) {
    long began = nanoTime.getAsLong();
    try {
      step.run();
    } finally {
      if (nanoTime.getAsLong() - began >= SLOW.toNanos()) {
        weight.updateAndGet(before -> Math.min(before + WEIGHT, 2 * MOST_WEIGHT));
      } else if (weight.get() > 0) {
        weight.updateAndGet(before -> Math.max(before - 1, 0));
      }
    }
  }

  /** Calls that hold their callers' threads now. */
  int running() {
    return MOST - free.availablePermits();
  }

  /**
   * Lets no call hold its caller's thread any more, and waits for those that do.
   *
   * @return whether they have ended, in time
   */
  boolean drain(Duration timeout) throws InterruptedException {
    draining = true;
    boolean over = free.tryAcquire(MOST, timeout.toNanos(), TimeUnit.NANOSECONDS);
    if (over) {
      free.release(MOST);
    }
    return over;
  }
}
