package dev.sluice.agent.service;

import dev.sluice.common.memory.Admission;

/** The number of bodies that are being read, which decides how much of each may wait in memory. */
final class ReadAdmission {
  /**
   * The most that a body with large chunks holds, bytes: what waits in its socket's queue, and the
   * chunk that is read next.
   */
  private static final int BYTES_OF_ONE = 1 << 20;

  /** Bodies at the same time; beyond it reads are refused. */
  private static final int MOST = 1024;

  /**
   * Bodies at the same time that are moved from files to sockets, each with one more descriptor;
   * the others are read and sent.
   */
  private static final int MOST_MOVED = 128;

  private final Admission moving =
      new Admission("bodies that are moved from files to sockets", MOST_MOVED);
  private final Admission reading = new Admission("bodies that are being read", MOST);
  private final long few;

  /**
   * Without bodies at first.
   *
   * @param budget bytes of all buffers together; as many bodies may have large portions as it holds
   */
  ReadAdmission(long budget) {
    few = Math.max(1, budget / BYTES_OF_ONE);
  }

  /** Whether there are so many that portions have to be small. */
  boolean isLarge() {
    return reading.inUse() > few;
  }

  /**
   * One more.
   *
   * @throws dev.sluice.common.model.StorageException {@code OVERLOADED} where there are as many as
   *     there may be
   */
  void join() {
    reading.enter();
  }

  /** Takes a place of a body that is moved; false where none is free. */
  boolean tryMove() {
    return moving.tryEnter();
  }

  /** Gives such a place back. */
  void moved() {
    moving.leave();
  }

  /** One less. */
  void leave() {
    reading.leave();
  }
}
