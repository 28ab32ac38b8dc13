package dev.sluice.agent.store.check;

/** The receiver of a check's findings, called by its thread while it goes on. */
public interface CheckListener {
  /** Something was found. */
  void found(Finding finding);

  /**
   * Some more was looked at.
   *
   * @param totals so far; changes while the check goes on
   */
  void looked(CheckTotals totals);
}
