package dev.sluice.agent.store.local.posix;

import org.jspecify.annotations.Nullable;

/** A process that is killed at one of its changes: from then on it changes nothing any more. */
public final class KilledPosix extends InterceptedPosix {
  private boolean armed;
  private boolean dead;
  private int changesLeft;

  public KilledPosix(int attributeLimit) {
    super(attributeLimit);
  }

  /** Kills at a change from now on, counted from 0. */
  public void killAt(int change) {
    armed = true;
    changesLeft = change;
  }

  /** Whether it was killed; if not, from now on it will not be. */
  public boolean isDead() {
    armed = false;
    return dead;
  }

  @Override
  @Nullable ErrnoException refusal(PosixCall call, byte[] about) {
    if (dead) {
      throw new Killed(false);
    }
    if (armed && call.changes() && changesLeft-- == 0) {
      dead = true;
      throw new Killed(true);
    }
    return null;
  }

  @Override
  void closeNumber(int number) {
    // What was open at the end stays so until the test has it closed: its number belongs to others.
    if (!dead) {
      super.closeNumber(number);
    }
  }
}
