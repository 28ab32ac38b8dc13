package dev.sluice.common.model;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Adds up the time that went into one thing, in however many pieces and on whichever threads. Costs
 * two readings of the clock a piece.
 */
public final class Stopwatch {
  private final AtomicLong nanos = new AtomicLong();

  /** Begins a piece; what it gives goes to {@link #stop}. */
  public static long start() {
    return System.nanoTime();
  }

  /** Ends a piece. */
  public void stop(long started) {
    nanos.addAndGet(System.nanoTime() - started);
  }

  /** The pieces that have ended, together. */
  public Duration total() {
    return Duration.ofNanos(nanos.get());
  }
}
