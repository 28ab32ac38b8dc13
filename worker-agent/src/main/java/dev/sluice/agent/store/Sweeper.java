package dev.sluice.agent.store;

import dev.sluice.agent.store.engine.SweepResult;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sweeps a store at an interval, on one thread, for as long as it is open. */
public final class Sweeper implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Sweeper.class);

  private final ObjectStore store;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("sweeper").daemon().factory());
  private final Future<?> sweeping;

  /**
   * Begins to sweep, at once and then at the interval, counted from the end of one sweep.
   *
   * @param store is not closed by this
   */
  public Sweeper(ObjectStore store, Duration interval) {
    this.store = store;
    sweeping =
        thread.scheduleWithFixedDelay(this::sweep, 0, interval.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Lets a sweep under way come to its end, and begins no other. */
  @Override
  public void close() {
    sweeping.cancel(false);
    thread.close();
  }

  private void sweep() {
    try {
      SweepResult result = store.sweep(null);
      if (!result.equals(SweepResult.NOTHING)) {
        LOG.info(
            "swept: {} staging files, {} unfinished uploads, {} tombstones",
            result.stagingRemoved(),
            result.uploadsAborted(),
            result.tombstonesRemoved());
      }
    } catch (RuntimeException e) { // whatever it was, the next sweep may succeed
      LOG.warn("sweep failed; the next one tries again", e);
    }
  }
}
