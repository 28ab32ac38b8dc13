package dev.sluice.agent.store.engine;

/**
 * What was swept.
 *
 * @param stagingRemoved staging files that nobody was using
 * @param uploadsAborted unfinished uploads past their age
 * @param tombstonesRemoved completed uploads past their age
 */
public record SweepResult(long stagingRemoved, long uploadsAborted, long tombstonesRemoved) {
  /** Nothing was there to be swept. */
  public static final SweepResult NOTHING = new SweepResult(0, 0, 0);
}
