package dev.sluice.agent.store.scrub;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The bound of the bytes that a scrub reads in a second. What was not read in time is not made up
 * for: after a rest the rate is what it was. For one thread.
 */
final class Throttle {
  /** A rate without a bound. */
  static final long UNBOUNDED = 0;

  private final long bytesPerSecond;
  private final LongSupplier nanoTime;
  private final Pause pause;

  /** The time from which on the next bytes may be read. */
  private long due;

  /**
   * A bound.
   *
   * @param bytesPerSecond {@link #UNBOUNDED}: none
   * @param nanoTime as {@link System#nanoTime}
   * @param pause is also made, without any time, where there is nothing to wait for
   */
  Throttle(long bytesPerSecond, LongSupplier nanoTime, Pause pause) {
    this.bytesPerSecond = bytesPerSecond;
    this.nanoTime = nanoTime;
    this.pause = pause;
    due = nanoTime.getAsLong();
  }

  /** Waits until so many more bytes may be read. */
  void take(long bytes) {
    long now = nanoTime.getAsLong();
    long wait = Math.max(0, due - now);
    pause.forNanos(wait);
    if (bytesPerSecond != UNBOUNDED) {
      double seconds = (double) bytes / bytesPerSecond;
      due = now + wait + (long) (seconds * TimeUnit.SECONDS.toNanos(1));
    }
  }

  /** Rests for as long as work took that reads no bytes, where there is a bound. */
  void restAfter(Runnable work) {
    long begun = nanoTime.getAsLong();
    work.run();
    if (bytesPerSecond != UNBOUNDED) {
      pause.forNanos(nanoTime.getAsLong() - begun);
    }
  }
}
