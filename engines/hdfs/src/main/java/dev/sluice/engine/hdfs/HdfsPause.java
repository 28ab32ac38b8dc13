package dev.sluice.engine.hdfs;

import dev.sluice.common.model.StorageException;
import dev.sluice.v1.FailureReason;
import java.util.concurrent.ThreadLocalRandom;

/** Short waits for what another agent is about to finish; nothing is decided by their length. */
final class HdfsPause {
  /** So many attempts are made without a wait. */
  private static final int AT_ONCE = 2;

  private HdfsPause() {}

  /** Waits a random time, which grows with the attempts, up to a bound. */
  static void before(int attempt, long maximumMillis) {
    if (attempt < AT_ONCE) {
      return;
    }
    long bound = Math.min(maximumMillis, 1L << Math.min(attempt, Integer.SIZE)) + 1;
    try {
      Thread.sleep(ThreadLocalRandom.current().nextLong(bound));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StorageException(
          FailureReason.UNAVAILABLE, "interrupted while another agent was waited for");
    }
  }
}
