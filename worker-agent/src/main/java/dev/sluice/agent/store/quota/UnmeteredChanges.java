package dev.sluice.agent.store.quota;

import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/**
 * The changes under way in buckets without a quota. They wait for nobody; a new quota waits for
 * those that began before it, so that none is made uncounted. They are counted in two rooms, and
 * whoever waits lets the next ones into the other room first.
 */
final class UnmeteredChanges {
  private static final Duration PAUSE = Duration.ofMillis(1);

  private final Room[] rooms = {new Room(), new Room()};
  private volatile int open;

  private static final class Room {
    private final LongAdder entered = new LongAdder();
    private final LongAdder left = new LongAdder();

    /** Those that left are summed up first: each of them is among those that entered. */
    private boolean isEmpty() {
      long gone = left.sum();
      return entered.sum() == gone;
    }
  }

  /** A change begins; it looks for its bucket's quota afterwards. */
  int enter() {
    int room = open;
    rooms[room].entered.increment();
    return room;
  }

  /** It has ended, or does not belong here. */
  void leave(int room) {
    rooms[room].left.increment();
  }

  /**
   * Waits until all changes have ended that had looked for a quota before. For one caller at a
   * time.
   *
   * @return false where some have not after so long
   */
  boolean awaitEarlier(Duration limit) {
    long deadline = System.nanoTime() + limit.toNanos();
    int room = open;
    // Whoever chose the closed room long ago and entered it late may be there yet.
    if (!awaitEmpty(rooms[1 - room], deadline)) {
      return false;
    }
    open = 1 - room;
    return awaitEmpty(rooms[room], deadline);
  }

  private static boolean awaitEmpty(Room room, long deadline) {
    while (!room.isEmpty()) {
      if (System.nanoTime() - deadline >= 0) {
        return false;
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
    return true;
  }
}
