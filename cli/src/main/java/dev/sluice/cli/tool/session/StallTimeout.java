package dev.sluice.cli.tool.session;

import java.time.Duration;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Hangs up on an agent that keeps a transfer waiting for longer than a limit. A transfer may take
 * as long as it likes while bytes move; time that passes elsewhere, at a slow pipe for one, does
 * not count.
 */
public final class StallTimeout implements AutoCloseable {
  private static final long NOT_WAITING = -1;
  private static final int LOOKS_PER_LIMIT = 8;

  /** A wait for the agent. */
  public interface Wait<T> {
    T end() throws InterruptedException;
  }

  private final Duration limit;
  private final AtomicLong waitingSince = new AtomicLong(NOT_WAITING);
  private final Timer timer = new Timer("silence", true);
  private volatile boolean broken;

  /**
   * Watches waits from now on.
   *
   * @param hangUp makes the wait fail; called at most once, by another thread
   */
  StallTimeout(Duration limit, Runnable hangUp) {
    this.limit = limit;
    long period = Math.max(1, limit.toMillis() / LOOKS_PER_LIMIT);
    timer.schedule(
        new TimerTask() {
          @Override
          public void run() {
            long since = waitingSince.get();
            if (since != NOT_WAITING && now() - since > limit.toMillis()) {
              broken = true;
              cancel();
              hangUp.run();
            }
          }
        },
        period,
        period);
  }

  /** Waits; what the wait throws is passed on. */
  public <T> T during(Wait<T> wait) throws InterruptedException {
    waitingSince.set(now());
    try {
      return wait.end();
    } finally {
      waitingSince.set(NOT_WAITING);
    }
  }

  Duration limit() {
    return limit;
  }

  /** Whether it hung up. */
  boolean isBroken() {
    return broken;
  }

  private static long now() {
    return System.nanoTime() / 1_000_000 & Long.MAX_VALUE;
  }

  @Override
  public void close() {
    timer.cancel();
  }
}
