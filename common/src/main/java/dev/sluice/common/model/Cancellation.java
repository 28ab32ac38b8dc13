package dev.sluice.common.model;

/**
 * The check that the caller of a call still waits for its answer. Safe for use by several threads.
 */
@FunctionalInterface
public interface Cancellation {
  /** The caller waits, however long it takes. */
  Cancellation ENDLESS = () -> {};

  /**
   * Returns normally while the caller waits.
   *
   * @throws StorageException {@code DEADLINE_PASSED} or {@code CALL_CANCELLED}
   */
  void check();
}
