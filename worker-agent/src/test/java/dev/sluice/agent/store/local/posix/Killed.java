package dev.sluice.agent.store.local.posix;

/** What ends a thread of a process that was killed: nothing of the product catches it. */
public final class Killed extends Error {
  private static final long serialVersionUID = 1;

  private final boolean dying;

  /**
   * An end.
   *
   * @param dying whether this call was under way when the kill came; else it came after the end
   */
  Killed(boolean dying) {
    super("killed", null, false, false);
    this.dying = dying;
  }

  boolean isDying() {
    return dying;
  }
}
