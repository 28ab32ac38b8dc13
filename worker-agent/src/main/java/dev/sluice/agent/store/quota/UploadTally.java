package dev.sluice.agent.store.quota;

import java.util.HashSet;
import java.util.Set;

/** Bytes of the parts of one unfinished upload. What it counts is guarded by its {@link Tally}. */
final class UploadTally {
  private final Set<Integer> committing = new HashSet<>();

  /** Bytes of its committed parts. */
  long bytes;

  /** Whether it was completed or discarded: what it had is not counted any more. */
  boolean ended;

  private boolean loaded;

  /** Runs what finds out its bytes, unless that was done. */
  synchronized void loadOnce(Runnable load) {
    if (!loaded) {
      load.run();
      loaded = true;
    }
  }

  /** Waits until no other part of the number is being committed: one replaces the other. */
  synchronized void enter(int number) {
    boolean interrupted = false;
    while (!committing.add(number)) {
      try {
        wait();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  synchronized void leave(int number) {
    committing.remove(number);
    notifyAll();
  }
}
