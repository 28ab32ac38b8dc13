package dev.sluice.agent.store.local.posix;

import org.jspecify.annotations.Nullable;

/** A process that stands still before one of its calls, while others go on. */
public final class PausedPosix extends InterceptedPosix {
  private @Nullable Runnable meanwhile;
  private int callsLeft;

  public PausedPosix() {
    super(Integer.MAX_VALUE);
  }

  /**
   * Pauses before a call from now on, once.
   *
   * @param call counted from 0
   * @param others what happens meanwhile
   */
  public void pauseBefore(int call, Runnable others) {
    callsLeft = call;
    meanwhile = others;
  }

  /** Whether the pause is still to come; if so, it does not come any more. */
  public boolean isUnpaused() {
    boolean waiting = meanwhile != null;
    meanwhile = null;
    return waiting;
  }

  @Override
  @Nullable ErrnoException refusal(PosixCall call, byte[] about) {
    Runnable others = meanwhile;
    if (others != null && callsLeft-- == 0) {
      meanwhile = null;
      others.run();
    }
    return null;
  }
}
