package dev.sluice.agent.service;

import dev.sluice.common.model.StorageException;
import dev.sluice.v1.FailureReason;
import java.util.concurrent.atomic.AtomicInteger;

/** How many bodies are being read, which decides how much of each may wait in memory. */
final class ReadCrowd {
  /** Bodies that may each have large portions. */
  private static final int FEW = 32;

  /** Bodies at the same time; beyond it reads are refused. */
  private static final int MOST = 1024;

  private final AtomicInteger reading = new AtomicInteger();

  /** Whether there are so many that portions have to be small. */
  boolean isLarge() {
    return reading.get() > FEW;
  }

  /**
   * One more.
   *
   * @throws StorageException {@code OVERLOADED} where there are as many as there may be
   */
  void join() {
    if (reading.incrementAndGet() > MOST) {
      reading.decrementAndGet();
      throw new StorageException(
          FailureReason.OVERLOADED,
          "bodies that are being read: " + MOST + " (limit: " + MOST + ")");
    }
  }

  /** One less. */
  void leave() {
    reading.decrementAndGet();
  }
}
