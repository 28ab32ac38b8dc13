package dev.sluice.agent.store;

/** A way to do two pieces of work at the same time. */
@FunctionalInterface
public interface Overlap {
  /**
   * Does both, and returns when both are done, wherever they were. Where either fails this fails
   * with its failure.
   *
   * @param here the longer piece, done on the calling thread
   * @param elsewhere the shorter one, done on any thread
   */
  void run(Runnable here, Runnable elsewhere);
}
