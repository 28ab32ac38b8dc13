package dev.sluice.cli.bench;

import dev.sluice.cli.tool.terminal.Interruption;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A signal that ends the process: the run under way stops, and the process waits, for a while, for
 * what was written to be removed.
 */
final class Interrupt implements AutoCloseable {
  private static final long CLEANUP_SECONDS = 120;

  private final Interruption hook;
  private final CountDownLatch done = new CountDownLatch(1);
  private @Nullable Schedule current;
  private boolean arrived;

  Interrupt() {
    hook = new Interruption(this::stopAndWait);
  }

  /** Stops a schedule when the signal arrives, or now where it has. */
  synchronized void watch(Schedule schedule) {
    current = schedule;
    if (arrived) {
      schedule.stop();
    }
  }

  /** Whether the signal has arrived. */
  synchronized boolean hasArrived() {
    return arrived;
  }

  private void stopAndWait() {
    synchronized (this) {
      arrived = true;
      if (current != null) {
        current.stop();
      }
    }
    try {
      boolean _ = done.await(CLEANUP_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** All is removed. */
  @Override
  public void close() {
    done.countDown();
    hook.close();
  }
}
