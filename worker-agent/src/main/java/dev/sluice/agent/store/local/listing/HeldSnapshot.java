package dev.sluice.agent.store.local.listing;

import dev.sluice.agent.store.listing.DirectoryEntries;
import dev.sluice.agent.store.listing.DirectorySnapshot;
import dev.sluice.agent.store.local.posix.FileStat;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/** A snapshot with what {@link Snapshots} needs to decide whether it still holds. */
final class HeldSnapshot {
  private static final int NO_WATCH = -1;

  private final Snapshots.DirectoryId id;
  private final byte[] keyPrefix;
  private final FileStat identity;
  private final Instant taken;
  private final DirectorySnapshot entries = new DirectorySnapshot();
  private final Lock filling = new ReentrantLock();
  private int watch = NO_WATCH;
  private long accounted;
  private volatile boolean watched;
  private volatile boolean filled;

  HeldSnapshot(Snapshots.DirectoryId id, byte[] keyPrefix, FileStat identity, Instant taken) {
    this.id = id;
    this.keyPrefix = keyPrefix;
    this.identity = identity;
    this.taken = taken;
  }

  Snapshots.DirectoryId id() {
    return id;
  }

  byte[] keyPrefix() {
    return keyPrefix;
  }

  DirectorySnapshot entries() {
    return entries;
  }

  /**
   * Whether it may still be used: not where the path leads to another directory now, or where
   * changes are not reported and the snapshot is too old.
   */
  boolean isFresh(FileStat now, Instant instant, Duration staleness) {
    return identity.isSameFile(now)
        && (!filled || watched || instant.isBefore(taken.plus(staleness)));
  }

  void fill(DirectoryEntries read) {
    entries.fill(read);
    filled = true;
  }

  /** Held by the one listing that reads the directory, for as long as that takes. */
  Lock filling() {
    return filling;
  }

  boolean isFilled() {
    return filled;
  }

  void setWatched(boolean watched) {
    this.watched = watched;
  }

  void setWatch(int watch) {
    this.watch = watch;
  }

  /** Number of the kernel's watch; negative: none. */
  int watch() {
    return watch;
  }

  long account() {
    accounted = entries.bytes();
    return accounted;
  }

  long accounted() {
    return accounted;
  }

  void forgetAccount() {
    accounted = 0;
  }
}
