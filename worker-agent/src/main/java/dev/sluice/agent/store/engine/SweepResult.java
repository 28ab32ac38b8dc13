package dev.sluice.agent.store.engine;

/**
 * The counts of a sweep.
 *
 * @param stagingRemoved staging files that were not in use
 * @param uploadsAborted unfinished uploads past their age
 * @param tombstonesRemoved completed uploads past their age
 */
public record SweepResult(long stagingRemoved, long uploadsAborted, long tombstonesRemoved) {
  /** Nothing was there to be swept. */
  public static final SweepResult NOTHING = new SweepResult(0, 0, 0);
}
