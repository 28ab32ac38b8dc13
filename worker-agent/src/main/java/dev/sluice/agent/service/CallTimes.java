package dev.sluice.agent.service;

import dev.sluice.common.model.Stopwatch;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * Where a call's time in the agent goes: waiting for a storage thread, and on one. While one of its
 * tasks runs, what the thread logs carries the request's id.
 */
final class CallTimes {
  /** The name of the request's id in log records, in both tiers. */
  static final String MDC_KEY = "request";

  private final String requestId;
  private final Stopwatch waiting = new Stopwatch();
  private final Stopwatch held = new Stopwatch();
  private volatile @Nullable Long since;

  CallTimes(String requestId) {
    this.requestId = requestId;
  }

  /** A task as it goes into the queue of the storage's threads. */
  Runnable queued(Runnable task) {
    long queued = Stopwatch.start();
    return () -> {
      waiting.stop(queued);
      long started = Stopwatch.start();
      since = started;
      try (MDC.MDCCloseable _ = MDC.putCloseable(MDC_KEY, requestId)) {
        task.run();
      } finally {
        since = null;
        held.stop(started);
      }
    };
  }

  /** How long its tasks have waited for a thread. */
  Duration inQueue() {
    return waiting.total();
  }

  /** How long its tasks have held a thread, the one that asks included. */
  Duration working() {
    Long current = since;
    Duration ended = held.total();
    return current == null ? ended : ended.plusNanos(Stopwatch.start() - current);
  }

  /** Both together: what a caller cannot be blamed for. */
  Duration inStorage() {
    return inQueue().plus(working());
  }
}
