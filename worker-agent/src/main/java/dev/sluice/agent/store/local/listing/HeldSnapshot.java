package dev.sluice.agent.store.local.listing;

import dev.sluice.agent.store.listing.DirectorySnapshot;
import dev.sluice.agent.store.listing.SortKey;
import dev.sluice.agent.store.listing.SortedEntry;
import dev.sluice.agent.store.local.posix.FileStat;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Snapshot of a directory, or several windows of a large one, with the state by which {@link
 * Snapshots} decides whether it still holds. All but {@link #filling()} needs the lock of the
 * snapshots.
 */
final class HeldSnapshot {
  private static final int NO_WATCH = -1;

  private final Snapshots.DirectoryId id;
  private final byte[] keyPrefix;
  private final FileStat identity;
  private final Instant taken;
  private final Deque<DirectorySnapshot> windows = new ArrayDeque<>();
  private final Lock filling = new ReentrantLock();
  private int watch = NO_WATCH;
  private long accounted;
  private boolean watched;
  private @Nullable DirectorySnapshot beingRead;

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

  /** The window that a place lies in, used last from now on; null: it has to be read. */
  @Nullable DirectorySnapshot covering(SortKey place) {
    for (DirectorySnapshot window : windows) {
      if (window.covers(place)) {
        windows.remove(window);
        windows.addLast(window);
        return window;
      }
    }
    return null;
  }

  /** A window about to be read; it hears of changes from now on. */
  DirectorySnapshot begin() {
    DirectorySnapshot window = new DirectorySnapshot();
    beingRead = window;
    return window;
  }

  /** The window that was begun has been read. */
  void keep(DirectorySnapshot window) {
    beingRead = null;
    windows.addLast(window);
  }

  /** Forgets the window used longest ago; false where there is one at most. */
  boolean forgetEldest() {
    if (windows.size() < 2) {
      return false;
    }
    windows.removeFirst();
    return true;
  }

  void apply(List<SortedEntry> entries, boolean appeared) {
    windows.forEach(window -> apply(window, entries, appeared));
    if (beingRead != null) {
      apply(beingRead, entries, appeared);
    }
  }

  private static void apply(DirectorySnapshot window, List<SortedEntry> entries, boolean appeared) {
    if (appeared) {
      window.appeared(entries);
    } else {
      window.vanished(entries);
    }
  }

  /**
   * Whether it may still be used: not where the path leads to another directory now, or where
   * changes are not reported and the snapshot is too old.
   */
  boolean isFresh(FileStat now, Instant instant, Duration staleness) {
    return identity.isSameFile(now)
        && (windows.isEmpty() || watched || instant.isBefore(taken.plus(staleness)));
  }

  /** Held by the one listing that reads the directory, for as long as that takes. */
  Lock filling() {
    return filling;
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
    accounted = windows.stream().mapToLong(DirectorySnapshot::bytes).sum();
    return accounted;
  }

  long accounted() {
    return accounted;
  }

  void forgetAccount() {
    accounted = 0;
  }
}
