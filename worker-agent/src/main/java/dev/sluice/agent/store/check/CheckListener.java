package dev.sluice.agent.store.check;

/** Is told what a check finds, while it goes on, by its thread. */
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
