package dev.sluice.agent.store.local.posix;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * A descriptor of the kernel and the number of its users. It is closed when the last one goes, and
 * never under a call: the kernel gives a closed number to the next file at once, and a call would
 * then reach another file's bytes.
 *
 * <p>{@link #close()} is one user's leave, so that a use reads {@code try (CountedDescriptor held =
 * descriptor.hold())}.
 */
public final class CountedDescriptor implements AutoCloseable {
  private final Posix posix;
  private final int number;
  private final AtomicInteger users = new AtomicInteger(1);

  public CountedDescriptor(Posix posix, int number) {
    this.posix = posix;
    this.number = number;
  }

  /** The kernel's number; valid only for a user. */
  public int number() {
    return number;
  }

  /** Whether who opened it may not use it any more. */
  boolean isAbandoned() {
    return posix.isAbandoned();
  }

  /** One user more; false when it is closed already. */
  boolean enter() {
    int now = users.get();
    while (now > 0) {
      int witness = users.compareAndExchange(now, now + 1);
      if (witness == now) {
        return true;
      }
      now = witness;
    }
    return false;
  }

  @Override
  public void close() {
    if (users.decrementAndGet() == 0) {
      posix.closeNumber(number);
    }
  }
}
