package dev.sluice.frontend.rpc;

import dev.sluice.common.model.StorageException;
import dev.sluice.v1.FailureReason;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Which way the bodies of reads take. What a reader has not taken yet waits in this process, in the
 * window of its stream: a few bodies may have a wide one, for speed; the others share the machine
 * anyway and get a narrow one, so that hundreds of slow readers fit into little memory.
 */
final class ReadLanes {
  /** What a body that its reader does not take holds in the wide lane, bytes; measured. */
  private static final long WIDE_BYTES = 8 << 20;

  /** The same in the narrow lane. */
  private static final long NARROW_BYTES = 256 << 10;

  /** Beyond these numbers more bodies are not worth more memory. */
  private static final long MOST_WIDE = 16;

  private static final long MOST_NARROW = 4096;

  private final Semaphore wide;
  private final Semaphore narrow;

  /**
   * Lanes, all free.
   *
   * @param memory that buffers may take in this process, bytes: a quarter is for the wide lane,
   *     half for the narrow one
   */
  ReadLanes(long memory) {
    wide = new Semaphore((int) Math.clamp(memory / 4 / WIDE_BYTES, 1, MOST_WIDE));
    narrow = new Semaphore((int) Math.clamp(memory / 2 / NARROW_BYTES, 1, MOST_NARROW));
  }

  /** A place in a lane. */
  record Lane(boolean isWide, Semaphore places) {
    void leave() {
      places.release();
    }
  }

  /**
   * Takes a place; the caller leaves it when its body has ended.
   *
   * @throws StorageException {@code OVERLOADED} when none was free in time
   */
  Lane enter(Duration patience) throws InterruptedException {
    if (wide.tryAcquire()) {
      return new Lane(true, wide);
    }
    if (narrow.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS)) {
      return new Lane(false, narrow);
    }
    throw new StorageException(
        FailureReason.OVERLOADED,
        "bodies on their way to readers: all places taken for " + patience);
  }
}
