package dev.sluice.testing;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * The pace of a test whose subject is time: a client that sends slowly, a crash at a random moment,
 * a load that lasts. Whoever waits for something uses {@link Await}.
 */
public final class Pace {
  private Pace() {}

  /** Lets so much time pass, at least; an interrupt ends it. */
  public static void pass(Duration time) {
    long begun = System.nanoTime();
    long left = time.toNanos();
    while (left > 0 && !Thread.currentThread().isInterrupted()) {
      LockSupport.parkNanos(left);
      left = time.toNanos() - (System.nanoTime() - begun);
    }
  }
}
