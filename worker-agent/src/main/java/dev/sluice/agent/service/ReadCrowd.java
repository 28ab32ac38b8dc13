package dev.sluice.agent.service;

import dev.sluice.common.model.StorageException;
import dev.sluice.v1.FailureReason;
import java.util.concurrent.atomic.AtomicInteger;

/** How many bodies are being read, which decides how much of each may wait in memory. */
final class ReadCrowd {
  /**
   * What a body with large portions holds at most, bytes: what waits in its socket's queue, and the
   * portion that is read next.
   */
  private static final int BYTES_OF_ONE = 1 << 20;

  /** Bodies at the same time; beyond it reads are refused. */
  private static final int MOST = 1024;

  private final AtomicInteger reading = new AtomicInteger();
  private final long few;

  /**
   * Nobody as yet.
   *
   * @param budget bytes of all buffers together; as many bodies may have large portions as it holds
   */
  ReadCrowd(long budget) {
    few = Math.max(1, budget / BYTES_OF_ONE);
  }

  /** Whether there are so many that portions have to be small. */
  boolean isLarge() {
    return reading.get() > few;
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
