package dev.sluice.agent.store.check;

/**
 * One thing that was found.
 *
 * @param kind what it is
 * @param path where it lies in the data folder; bytes that are no UTF-8 are written as {@code \xHH}
 * @param bucket that it belongs to; empty: to none
 * @param key that it belongs to; empty: to none
 * @param bytes that it holds, as far as that is known; else 0
 * @param detail what is wrong in particular, in words that follow a colon; may be empty
 * @param outcome what became of it
 */
public record Finding(
    FindingKind kind,
    String path,
    String bucket,
    String key,
    long bytes,
    String detail,
    Outcome outcome) {
  /** The outcome of a finding. */
  public enum Outcome {
    /** It is as it was. */
    LEFT,
    /** It is there no more. */
    REPAIRED,
    /** It was to be repaired, and could not be; the detail says why. */
    FAILED
  }

  /** Whether something is wrong with the folder after the check. */
  public boolean remains() {
    return !kind.isNote() && outcome != Outcome.REPAIRED;
  }
}
