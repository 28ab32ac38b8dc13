package dev.sluice.agent.service;

import dev.sluice.common.memory.Admission;
import dev.sluice.common.memory.MemoryPlan;
import dev.sluice.common.rpc.Chunk;

/**
 * The number of bodies that are being written, and how much of each may wait in memory. Where the
 * storage is slower than the senders, or hangs, every body comes to hold all that it may: the
 * window of its stream, and the messages that were asked for. So these bytes times the bodies are
 * bounded, and one body more is refused before a byte of it was asked for.
 */
public final class WriteAdmission {
  /** A stream's window: enough to keep TCP busy on one machine. More makes nothing faster. */
  private static final int WIDEST_WINDOW_BYTES = 1 << 20;

  /** The same where memory is short; measured: up to a quarter slower than the widest. */
  private static final int NARROWEST_WINDOW_BYTES = 128 << 10;

  /**
   * The number of streams' windows that fit into the memory. From 512 MiB on a window holds two
   * messages: one that is no longer than a message leaves the end of each to be asked for.
   */
  private static final int WINDOWS = 1024;

  /** Messages under way to the storage: one that is written, one that is coming. */
  private static final int MESSAGES_OF_FEW = 2;

  /** The same where there are many: their number keeps the storage busy. */
  private static final int MESSAGES_OF_MANY = 1;

  private final Admission writing;
  private final long few;

  /**
   * Without bodies at first; of the plan's part for bodies taken in, two elevenths are for the
   * first ones.
   */
  public WriteAdmission(MemoryPlan plan) {
    long window = windowBytes(plan.memory());
    long ofFew = window + (long) MESSAGES_OF_FEW * Chunk.MAX_BYTES;
    long ofMany = window + (long) MESSAGES_OF_MANY * Chunk.MAX_BYTES;
    long share = plan.bodiesTakenIn();
    few = Math.max(1, share / 11 * 2 / ofFew);
    writing =
        new Admission(
            "bodies that are being written", few + Math.max(0, share - few * ofFew) / ofMany);
  }

  /**
   * Bytes of a body that may be on their way before they are asked for.
   *
   * @param memory that buffers may take in this process, bytes
   */
  public static int windowBytes(long memory) {
    return Math.clamp(memory / WINDOWS, NARROWEST_WINDOW_BYTES, WIDEST_WINDOW_BYTES);
  }

  /**
   * One more, which leaves when its call is over.
   *
   * @return how many messages it may ask for ahead of the storage
   * @throws dev.sluice.common.model.StorageException {@code OVERLOADED} where there are as many as
   *     there may be
   */
  int join() {
    return writing.enter() > few ? MESSAGES_OF_MANY : MESSAGES_OF_FEW;
  }

  /** One less. */
  void leave() {
    writing.leave();
  }
}
