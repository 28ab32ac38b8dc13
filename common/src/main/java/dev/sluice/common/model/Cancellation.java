package dev.sluice.common.model;

/** Whether somebody still waits for the answer of a call. Safe for use by several threads. */
@FunctionalInterface
public interface Cancellation {
  /** Somebody waits, however long it takes. */
  Cancellation ENDLESS = () -> {};

  /**
   * Returns where somebody waits.
   *
   * @throws StorageException {@code DEADLINE_PASSED} or {@code CALL_CANCELLED}
   */
  void check();
}
