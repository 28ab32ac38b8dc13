package dev.sluice.agent.service;

import dev.sluice.common.model.Stopwatch;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * The time of a call in the agent: waiting for a storage thread, and on one. While one of its tasks
 * runs, what the thread logs carries the request's id.
 */
final class CallTimes {
  /** The name of the request's id in log records, in both tiers. */
  static final String MDC_KEY = "request";

  private final String requestId;
  private final Stopwatch waiting = new Stopwatch();
  private final Stopwatch held = new Stopwatch();

  /** The task that runs; null: none does. */
  private final AtomicReference<@Nullable Run> current = new AtomicReference<>();

  /** A task on its thread, and when it began. */
  private static final class Run {
    final long started = Stopwatch.start();
  }

  CallTimes(String requestId) {
    this.requestId = requestId;
  }

  /** A task as it goes into the queue of the storage's threads. */
  Runnable queued(Runnable task) {
    long queued = Stopwatch.start();
    return () -> {
      waiting.stop(queued);
      Run run = new Run();
      current.set(run);
      try (MDC.MDCCloseable _ = named(requestId)) {
        task.run();
      } finally {
        current.compareAndSet(run, null); // the next task may have begun
        held.stop(run.started);
      }
    };
  }

  /**
   * Has what this thread logs carry an id. Null where it does already: a caller's thread goes on
   * with its own work afterwards.
   */
  static MDC.@Nullable MDCCloseable named(String requestId) {
    return requestId.equals(MDC.get(MDC_KEY)) ? null : MDC.putCloseable(MDC_KEY, requestId);
  }

  /** The time its tasks have waited for a thread. */
  Duration inQueue() {
    return waiting.total();
  }

  /** The time its tasks have held a thread, the calling one included. */
  Duration working() {
    Run run = current.get();
    Duration ended = held.total();
    return run == null ? ended : ended.plusNanos(Stopwatch.start() - run.started);
  }

  /** Both together: what a caller cannot be blamed for. */
  Duration inStorage() {
    return inQueue().plus(working());
  }
}
