package dev.sluice.frontend.rpc;

import dev.sluice.common.memory.Admission;
import dev.sluice.common.memory.MemoryPlan;
import java.time.Duration;

/**
 * The choice of connection for the bodies of reads. What a reader has not taken yet waits in this
 * process, in the window of its stream: a few bodies may have a wide one, for speed; the others
 * share the machine anyway and get a narrow one, so that hundreds of slow readers fit into little
 * memory.
 */
public final class ReadLanes {
  /**
   * The memory that a body whose reader does not take it holds in the wide lane, bytes; measured.
   */
  private static final long WIDE_BYTES = 8 << 20;

  /** The same in the narrow lane. */
  private static final long NARROW_BYTES = 256 << 10;

  /** Beyond these numbers more bodies are not worth more memory. */
  private static final long MOST_WIDE = 16;

  private static final long MOST_NARROW = 4096;

  private final Admission wide;
  private final Admission narrow;

  /** Lanes, all free, of all agents together. */
  public ReadLanes(MemoryPlan plan) {
    wide = new Admission("wide reads", Math.min(plan.wideReads() / WIDE_BYTES, MOST_WIDE));
    narrow =
        new Admission(
            "bodies on their way to readers",
            Math.min(plan.narrowReads() / NARROW_BYTES, MOST_NARROW));
  }

  /** A place in a lane. */
  record Lane(boolean isWide, Admission places) {
    void leave() {
      places.leave();
    }
  }

  /**
   * Takes a place; the caller leaves it when its body has ended.
   *
   * @throws dev.sluice.common.model.StorageException {@code OVERLOADED} when none was free in time
   */
  Lane enter(Duration timeout) throws InterruptedException {
    if (wide.tryEnter()) {
      return new Lane(true, wide);
    }
    narrow.enter(1, timeout);
    return new Lane(false, narrow);
  }
}
