package dev.sluice.agent.store.local.check;

import dev.sluice.agent.store.check.CheckListener;
import dev.sluice.agent.store.check.CheckTotals;
import dev.sluice.agent.store.check.Finding;
import dev.sluice.agent.store.check.Finding.Outcome;
import dev.sluice.agent.store.check.FindingKind;
import dev.sluice.agent.store.local.posix.ErrnoAction;
import dev.sluice.agent.store.local.posix.ErrnoException;
import dev.sluice.common.model.StorageException;

/** Reports findings as they are found, repaired first where that was asked for. */
final class Findings {
  private final CheckListener listener;
  private final CheckTotals totals = new CheckTotals();
  private final boolean repairs;

  Findings(CheckListener listener, boolean repairs) {
    this.listener = listener;
    this.repairs = repairs;
  }

  CheckTotals totals() {
    return totals;
  }

  /** Something that is left as it is. */
  void add(FindingKind kind, FindingLocation where, long bytes, String detail) {
    tell(kind, where, bytes, detail, Outcome.LEFT);
  }

  /**
   * A finding that can be repaired.
   *
   * @param repair takes it away, durably; killed in the middle, it can be done once more
   */
  void add(FindingKind kind, FindingLocation where, long bytes, String detail, ErrnoAction repair) {
    if (!repairs) {
      add(kind, where, bytes, detail);
      return;
    }
    try {
      repair.run();
      tell(kind, where, bytes, detail, Outcome.REPAIRED);
    } catch (ErrnoException | StorageException e) {
      String why = String.valueOf(e.getMessage());
      tell(kind, where, bytes, detail.isEmpty() ? why : detail + "; " + why, Outcome.FAILED);
    }
  }

  /** Something that the check could not look at. */
  void unreadable(FindingLocation where, ErrnoException why) {
    add(FindingKind.UNREADABLE, where, 0, why.getMessage());
  }

  /** An object was looked at. */
  void looked(long size) {
    totals.addObject(size);
    listener.looked(totals);
  }

  /** Bytes were read. */
  void read(long bytes) {
    totals.addRead(bytes);
    listener.looked(totals);
  }

  private void tell(
      FindingKind kind, FindingLocation where, long bytes, String detail, Outcome outcome) {
    Finding finding =
        new Finding(kind, where.path(), where.bucket(), where.key(), bytes, detail, outcome);
    totals.add(finding);
    listener.found(finding);
  }
}
