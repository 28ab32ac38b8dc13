package dev.sluice.agent.store;

import dev.sluice.agent.store.quota.Quotas;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts buckets and keeps their usage, on one thread, for as long as it is open. It rests as long
 * as it works, so that a count takes half of a thread at most.
 */
public final class UsageKeeper implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(UsageKeeper.class);

  private final Quotas quotas;
  private final Duration idle;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("usage").daemon().factory());

  /**
   * Begins to work at once.
   *
   * @param quotas are not closed by this
   * @param idle time between two looks for work where there was none
   */
  public UsageKeeper(Quotas quotas, Duration idle) {
    this.quotas = quotas;
    this.idle = idle;
    thread.execute(this::work);
  }

  /** Lets the step under way come to its end, and begins no other. */
  @Override
  public void close() {
    thread.shutdownNow();
    thread.close();
  }

  private void work() {
    long begun = System.nanoTime();
    boolean worked = false;
    try {
      worked = quotas.work();
    } catch (RuntimeException e) { // whatever it was, the next step may succeed
      LOG.warn("usage of buckets could not be counted or kept; it is tried again", e);
    }
    long rest = worked ? System.nanoTime() - begun : idle.toNanos();
    try {
      var _ = thread.schedule(this::work, rest, TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      LOG.debug("closed meanwhile");
    }
  }
}
