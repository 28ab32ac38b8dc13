package dev.sluice.agent.store.local.listing;

import dev.sluice.agent.store.engine.listing.Effort;
import dev.sluice.agent.store.key.EntryName;
import dev.sluice.agent.store.key.KeyPath;
import dev.sluice.agent.store.listing.DirectoryEntries;
import dev.sluice.agent.store.listing.DirectorySnapshot;
import dev.sluice.agent.store.listing.SortKey;
import dev.sluice.agent.store.listing.SortedEntry;
import dev.sluice.agent.store.local.posix.Descriptor;
import dev.sluice.agent.store.local.posix.ErrnoException;
import dev.sluice.agent.store.local.posix.FileStat;
import dev.sluice.agent.store.local.posix.Inotify;
import dev.sluice.agent.store.local.posix.InotifyEvent;
import dev.sluice.agent.store.local.posix.Posix;
import dev.sluice.agent.store.local.volume.Volume;
import dev.sluice.common.model.BucketName;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Lock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ordered snapshots of directories, kept between pages as long as the memory budget allows. Of a
 * directory that does not fit windows are kept: the next one is read where a listing comes to the
 * end of one.
 *
 * <p>Before a snapshot is given out, everything the kernel has reported about its directory is
 * applied: own changes and those from outside alike. Where the kernel does not report (network file
 * systems, no watches left) own changes are applied when they are made, and those from outside are
 * seen after the staleness bound.
 */
public final class Snapshots implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Snapshots.class);

  /**
   * Room for a reading, however small the budget. It is half of the budget else: names are held
   * twice while they are put in order.
   */
  private static final long LEAST_ROOM_BYTES = 256L << 10;

  /** No page takes as long. */
  private static final Duration MAX_PAGE_TIME = Duration.ofDays(1);

  private static final int END_OF_DIRECTORY =
      Inotify.IGNORED | Inotify.DELETE_SELF | Inotify.MOVE_SELF | Inotify.UNMOUNTED;

  private final Posix posix;
  private final long budgetBytes;
  private final Duration staleness;
  private final InstantSource clock;
  private final @Nullable Inotify inotify;
  private final Map<DirectoryId, HeldSnapshot> held = new LinkedHashMap<>(16, 0.75f, true);
  private final Map<Integer, HeldSnapshot> byWatch = new HashMap<>();
  private long heldBytes;

  /**
   * Whether some snapshot depends on notification of own changes; spares publishers the lock where
   * none ever did.
   */
  private volatile boolean needsOwnChanges;

  /** The directory of a snapshot: a bucket and a path in it, empty for the bucket itself. */
  record DirectoryId(BucketName bucket, ByteBuffer path) {
    static DirectoryId of(BucketName bucket, byte[] path) {
      return new DirectoryId(bucket, ByteBuffer.wrap(path));
    }
  }

  /** Reads a directory; it reports each further directory whose names count as the first one's. */
  @FunctionalInterface
  interface Reading {
    void read(DirectoryEntries into, List<Descriptor> furtherDirectories) throws ErrnoException;
  }

  public Snapshots(Volume volume, long budgetBytes, Duration staleness) {
    this(volume, budgetBytes, staleness, openInotify(volume.posix()));
  }

  private Snapshots(
      Volume volume, long budgetBytes, Duration staleness, @Nullable Inotify inotify) {
    this.posix = volume.posix();
    this.budgetBytes = budgetBytes;
    this.staleness = staleness;
    this.clock = volume.clock();
    this.inotify = inotify;
  }

  /** Those of one page, which are read for it and kept until it is done. */
  static Snapshots ofPage(Volume volume, long budgetBytes) {
    return new Snapshots(volume, budgetBytes, MAX_PAGE_TIME, null);
  }

  private static @Nullable Inotify openInotify(Posix posix) {
    try {
      return Inotify.open(posix);
    } catch (ErrnoException e) {
      LOG.warn(
          "No change notification ({}): listings see changes from outside with a delay.",
          e.getMessage());
      return null;
    }
  }

  /**
   * The snapshot of a directory as of now, or the window of it that a place lies in.
   *
   * @param directory the directory, open
   * @param watchable whether the kernel reports changes on its file system
   * @param effort what the listing may cost that asks for it
   * @param place from which on entries are wanted
   */
  DirectorySnapshot of(
      DirectoryId id,
      byte[] keyPrefix,
      Descriptor directory,
      boolean watchable,
      Effort effort,
      SortKey place,
      Reading reading)
      throws ErrnoException {
    FileStat identity = posix.stat(directory);
    HeldSnapshot snapshot;
    synchronized (this) {
      drain();
      snapshot = held.get(id);
      if (snapshot != null && !snapshot.isFresh(identity, clock.instant(), staleness)) {
        drop(snapshot);
        snapshot = null;
      }
      if (snapshot == null) {
        snapshot = new HeldSnapshot(id, keyPrefix, identity, clock.instant());
        held.put(id, snapshot);
        if (watchable) {
          watch(snapshot, directory);
        }
        needsOwnChanges |= snapshot.watch() < 0;
      }
      DirectorySnapshot known = snapshot.covering(place);
      if (known != null) {
        return known;
      }
    }
    return fill(snapshot, effort, place, reading, watchable);
  }

  private DirectorySnapshot fill(
      HeldSnapshot snapshot, Effort effort, SortKey place, Reading reading, boolean watchable)
      throws ErrnoException {
    Lock filling = snapshot.filling();
    if (!filling.tryLock()) {
      effort.requireUnbounded();
      filling.lock();
    }
    try {
      DirectorySnapshot window;
      synchronized (this) {
        window = snapshot.covering(place);
        if (window != null) {
          return window;
        }
        window = snapshot.begin();
      }
      read(snapshot, window, place, reading, watchable);
      return window;
    } finally {
      filling.unlock();
    }
  }

  private void read(
      HeldSnapshot snapshot,
      DirectorySnapshot window,
      SortKey place,
      Reading reading,
      boolean watchable)
      throws ErrnoException {
    List<Descriptor> further = new ArrayList<>();
    try {
      DirectoryEntries entries =
          new DirectoryEntries(place, Math.max(LEAST_ROOM_BYTES, budgetBytes / 2));
      reading.read(entries, further);
      window.fill(entries);
      keep(snapshot, window, further, watchable);
    } catch (ErrnoException | RuntimeException e) {
      synchronized (this) {
        drop(snapshot);
      }
      throw e;
    } finally {
      further.forEach(Descriptor::close);
    }
  }

  private synchronized void keep(
      HeldSnapshot snapshot,
      DirectorySnapshot window,
      List<Descriptor> further,
      boolean watchable) {
    if (!further.isEmpty() || held.get(snapshot.id()) != snapshot) {
      // Families of long names are rare: read anew for every page, not watched.
      drop(snapshot);
      return;
    }
    snapshot.keep(window);
    snapshot.setWatched(watchable && snapshot.watch() >= 0);
    account(snapshot);
    drain();
  }

  private void account(HeldSnapshot snapshot) {
    heldBytes -= snapshot.accounted();
    heldBytes += snapshot.account();
  }

  /** Forgets what was used longest ago until the rest fits. */
  private void forgetBeyondBudget() {
    while (heldBytes > budgetBytes && !held.isEmpty()) {
      HeldSnapshot eldest = held.values().iterator().next();
      if (eldest.forgetEldest()) {
        account(eldest);
      } else {
        drop(eldest);
      }
    }
  }

  /**
   * Applies an own change at once, for file systems whose changes the kernel does not report.
   *
   * @param directory path of the directory in the bucket, empty for the bucket itself
   */
  void changed(
      BucketName bucket, byte[] directory, byte[] name, boolean appeared, boolean isDirectory) {
    if (needsOwnChanges) {
      synchronized (this) {
        HeldSnapshot snapshot = held.get(DirectoryId.of(bucket, directory));
        if (snapshot != null && snapshot.watch() < 0) {
          apply(snapshot, name, appeared, isDirectory);
          forgetBeyondBudget();
        }
      }
    }
  }

  /** Forgets all about a bucket. */
  synchronized void forget(BucketName bucket) {
    List.copyOf(held.values()).stream()
        .filter(snapshot -> snapshot.id().bucket().equals(bucket))
        .forEach(this::drop);
  }

  /** Memory held, bytes. */
  synchronized long bytes() {
    return heldBytes;
  }

  private void watch(HeldSnapshot snapshot, Descriptor directory) {
    if (inotify == null) {
      return;
    }
    try {
      int watch = inotify.watch(directory, Inotify.NAMES);
      HeldSnapshot former = byWatch.put(watch, snapshot);
      if (former != null && former != snapshot) {
        held.remove(former.id(), former);
        heldBytes -= former.accounted();
      }
      snapshot.setWatch(watch);
    } catch (ErrnoException e) {
      LOG.debug("No watch on {}: {}", snapshot.id(), e.getMessage());
    }
  }

  /** Applies what has changed, which snapshots may grow by. */
  private void drain() {
    if (inotify != null) {
      try {
        inotify.drain(this::apply);
      } catch (ErrnoException e) {
        LOG.warn("Change notification failed, all snapshots are dropped: {}", e.getMessage());
        dropAll();
      }
    }
    forgetBeyondBudget();
  }

  private void apply(InotifyEvent event) {
    if (event.isOverflow()) {
      dropAll();
      return;
    }
    HeldSnapshot snapshot = byWatch.get(event.watch());
    if (snapshot == null) {
      return;
    }
    if ((event.mask() & END_OF_DIRECTORY) != 0) {
      drop(snapshot);
    } else {
      boolean appeared = (event.mask() & (Inotify.CREATE | Inotify.MOVED_TO)) != 0;
      apply(snapshot, event.name(), appeared, event.isDirectory());
    }
  }

  private void apply(HeldSnapshot snapshot, byte[] name, boolean appeared, boolean isDirectory) {
    EntryName entry = KeyPath.POSIX.entry(name);
    if (entry.kind() == EntryName.Kind.CHUNK) {
      drop(snapshot);
      return;
    }
    snapshot.apply(SortedEntry.of(snapshot.keyPrefix(), entry, isDirectory), appeared);
    account(snapshot);
  }

  private void dropAll() {
    List.copyOf(held.values()).forEach(this::drop);
  }

  private void drop(HeldSnapshot snapshot) {
    held.remove(snapshot.id(), snapshot);
    release(snapshot);
  }

  private void release(HeldSnapshot snapshot) {
    heldBytes -= snapshot.accounted();
    snapshot.forgetAccount();
    int watch = snapshot.watch();
    if (inotify != null && watch >= 0 && byWatch.remove(watch, snapshot)) {
      try {
        inotify.unwatch(watch);
      } catch (ErrnoException e) {
        LOG.debug("Watch {} stays: {}", watch, e.getMessage());
      }
    }
  }

  @Override
  public synchronized void close() {
    dropAll();
    if (inotify != null) {
      inotify.close();
    }
  }
}
