package dev.sluice.agent.store.local.volume;

import dev.sluice.agent.store.local.posix.ErrnoAction;
import dev.sluice.agent.store.local.posix.ErrnoException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One sync for all who wait for the same file. Who comes while a sync is under way cannot use it,
 * since it may have begun before their change; they share the next one.
 */
final class GroupSync {
  private static final class Round {
    boolean done;
    boolean good;
    @Nullable ErrnoException failure;
  }

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private @Nullable Round running;
  private @Nullable Round next;

  /** Returns after an action that began after this call did; fails as that one did. */
  void run(ErrnoAction action) throws ErrnoException {
    Round mine;
    lock.lock();
    try {
      if (next != null) {
        mine = next;
        while (!mine.done) {
          changed.awaitUninterruptibly();
        }
        check(mine);
        return;
      }
      mine = new Round();
      next = mine;
      while (running != null) {
        changed.awaitUninterruptibly();
      }
      running = mine;
      next = null;
    } finally {
      lock.unlock();
    }
    lead(mine, action);
    check(mine);
  }

  private void lead(Round round, ErrnoAction action) {
    try {
      action.run();
      round.good = true;
    } catch (ErrnoException e) {
      round.failure = e;
    } finally {
      end(round);
    }
  }

  private void end(Round round) {
    lock.lock();
    try {
      round.done = true;
      running = null;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private static void check(Round round) throws ErrnoException {
    if (round.failure != null) {
      throw round.failure;
    }
    if (!round.good) {
      throw new IllegalStateException("the sync of the group broke off");
    }
  }
}
