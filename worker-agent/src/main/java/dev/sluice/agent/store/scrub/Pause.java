package dev.sluice.agent.store.scrub;

/** A wait between two steps of a scrub. */
@FunctionalInterface
public interface Pause {
  /**
   * Waits.
   *
   * @param nanos how long; 0: only looks whether to go on
   * @throws dev.sluice.common.model.StorageException {@code CALL_CANCELLED} where the scrub is to
   *     end
   */
  void forNanos(long nanos);
}
