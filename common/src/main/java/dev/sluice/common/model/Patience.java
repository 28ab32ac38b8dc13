package dev.sluice.common.model;

/** Whether somebody still waits for the answer of a call. Safe for use by several threads. */
@FunctionalInterface
public interface Patience {
  /** Somebody waits, however long it takes. */
  Patience ENDLESS = () -> {};

  /**
   * Returns where somebody waits.
   *
   * @throws StorageException {@code DEADLINE_PASSED} or {@code CALL_CANCELLED}
   */
  void check();
}
