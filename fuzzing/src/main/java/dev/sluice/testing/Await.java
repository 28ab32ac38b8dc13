package dev.sluice.testing;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.opentest4j.AssertionFailedError;

/**
 * The wait of a test for another process or thread: the one loop that asks again and again. It ends
 * with what it waits for, and fails after {@link #LIMIT}, so that no test depends on how fast a
 * machine is.
 */
public final class Await {
  /** Longest wait: what takes a second takes many where several builds share a machine. */
  public static final Duration LIMIT = Duration.ofMinutes(2);

  private static final long FIRST_PAUSE_NANOS = Duration.ofMillis(1).toNanos();
  private static final long LONGEST_PAUSE_NANOS = Duration.ofMillis(20).toNanos();

  private Await() {}

  /**
   * A question that is asked until its answer is good.
   *
   * @param <T> the answer
   * @param <E> failure of the question itself, which ends the wait
   */
  @FunctionalInterface
  public interface Question<T, E extends Exception> {
    /** The answer at this moment. */
    T ask() throws E;
  }

  /**
   * Waits until a condition holds.
   *
   * @param what is to hold, for the message of the failure
   * @throws AssertionFailedError where it does not hold in time
   */
  public static <E extends Exception> void until(String what, Question<Boolean, E> condition)
      throws E {
    var _ = until(what, condition, holds -> holds);
  }

  /**
   * Waits until a state is good.
   *
   * @param what the state is of, for the message of the failure
   * @return the first state that is good
   * @throws AssertionFailedError where none is in time, or the thread is interrupted; names the
   *     last one
   */
  public static <T, E extends Exception> T until(
      String what, Question<T, E> state, Predicate<? super T> good) throws E {
    long begun = System.nanoTime();
    long pause = FIRST_PAUSE_NANOS;
    T current = state.ask();
    while (!good.test(current)) {
      if (System.nanoTime() - begun > LIMIT.toNanos() || Thread.currentThread().isInterrupted()) {
        throw new AssertionFailedError(
            what + ": " + current + " (expected: another within " + LIMIT + ")");
      }
      LockSupport.parkNanos(pause);
      pause = Math.min(2 * pause, LONGEST_PAUSE_NANOS);
      current = state.ask();
    }
    return current;
  }
}
