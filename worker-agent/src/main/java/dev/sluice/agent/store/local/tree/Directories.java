package dev.sluice.agent.store.local.tree;

import dev.sluice.agent.store.local.posix.Descriptor;
import dev.sluice.agent.store.local.posix.Errno;
import dev.sluice.agent.store.local.posix.ErrnoException;
import dev.sluice.agent.store.local.posix.FileStat;
import dev.sluice.agent.store.local.posix.Names;
import dev.sluice.agent.store.local.posix.Posix;
import dev.sluice.agent.store.local.volume.StorageArea;
import dev.sluice.agent.store.local.volume.Syncs;
import dev.sluice.agent.store.local.volume.Volume;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.StorageException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The directories that keys need, made and removed. Bucket directories are never made here: a
 * bucket that was deleted stays so.
 */
public final class Directories {
  private static final int STRIPES = 64;

  private final Posix posix;
  private final Syncs syncs;
  private final Descriptor root;
  private final Obstacles obstacles;
  private final NewFolders folders;
  private final DirectoryChanges changes;

  /**
   * Directories that were made and whose names may not be on the disk yet; who publishes below one
   * has to see to it.
   */
  private final ConcurrentHashMap<String, Object> unsynced = new ConcurrentHashMap<>();

  /**
   * Locks of directories, so that a listener receives the changes of one directory in their order.
   * The order of locks stands at the package {@code store.local}.
   */
  private final ReentrantLock[] stripes = new ReentrantLock[STRIPES];

  public Directories(Volume volume, Descriptor root, NewFolders folders, DirectoryChanges changes) {
    this.posix = volume.posix();
    this.syncs = volume.syncs();
    this.root = root;
    this.obstacles = new Obstacles(volume, root);
    this.folders = folders;
    this.changes = changes;
    for (int at = 0; at < STRIPES; at++) {
      stripes[at] = new ReentrantLock();
    }
  }

  /** Entries from outside that are in the way of keys. */
  public Obstacles obstacles() {
    return obstacles;
  }

  /** New folders, with what those above have for them. */
  public NewFolders folders() {
    return folders;
  }

  /**
   * Opens the directory that a path's name lies in.
   *
   * @throws FileInTheWay where a file lies where a directory has to
   */
  Descriptor open(ObjectPath path) throws ErrnoException, FileInTheWay {
    try {
      return posix.openDirectory(root, path.directoryInRoot());
    } catch (ErrnoException e) {
      if (e.is(Errno.ENOTDIR)) {
        throw blocked(path);
      }
      throw e;
    }
  }

  /**
   * The same, made before where it is missing.
   *
   * @param area the bucket's, where folders are made before they are shown; null: nowhere
   */
  Descriptor openOrMake(ObjectPath path, @Nullable StorageArea area)
      throws ErrnoException, FileInTheWay {
    try {
      return open(path);
    } catch (ErrnoException e) {
      if (e.is(Errno.ELOOP)) {
        throw obstacles.at(path);
      }
      if (!e.is(Errno.ENOENT)) {
        throw e;
      }
    }
    Descriptor directory = openBucket(path.bucket());
    byte[] whole = path.directory();
    int from = 0;
    try {
      while (from < whole.length) {
        int to = from;
        while (to < whole.length && whole[to] != '/') {
          to++;
        }
        byte[] above = java.util.Arrays.copyOf(whole, Math.max(0, from - 1));
        byte[] name = java.util.Arrays.copyOfRange(whole, from, to);
        Descriptor inner = step(area, directory, new ObjectPath(path.bucket(), above, name));
        directory.close();
        directory = inner;
        from = to + 1;
      }
      return directory;
    } catch (ErrnoException | FileInTheWay | RuntimeException e) {
      directory.close();
      throw e;
    }
  }

  private Descriptor openBucket(BucketName bucket) throws ErrnoException {
    try {
      return posix.openDirectory(root, Names.of(bucket.value()));
    } catch (ErrnoException e) {
      if (e.is(Errno.ENOENT)) {
        throw StorageException.noSuchBucket(bucket);
      }
      throw e;
    }
  }

  private Descriptor step(@Nullable StorageArea area, Descriptor above, ObjectPath path)
      throws ErrnoException, FileInTheWay {
    try {
      return posix.openDirectory(above, path.name());
    } catch (ErrnoException e) {
      switch (e.errno()) {
        case ENOENT -> make(area, above, path);
        case ENOTDIR -> throw new FileInTheWay(path);
        case ELOOP -> throw obstacles.at(path.inside());
        default -> throw e;
      }
    }
    return posix.openDirectory(above, path.name());
  }

  private void make(@Nullable StorageArea area, Descriptor above, ObjectPath path)
      throws ErrnoException {
    ReentrantLock stripe = stripe(path);
    stripe.lock();
    try {
      // Before it is there: a caller that finds it has to find this as well.
      isMade(path);
      folders.make(area, above, path.name());
      changes.appeared(path.bucket(), path.directory(), path.name(), true);
    } catch (ErrnoException e) {
      if (!e.is(Errno.EEXIST)) {
        throw e;
      }
    } finally {
      stripe.unlock();
    }
  }

  /** A directory appears, whose name is not on the disk yet. */
  void isMade(ObjectPath path) {
    if (syncs.enabled()) {
      unsynced.put(Names.key(path.pathInRoot()), new Object());
    }
  }

  private ReentrantLock stripe(ObjectPath path) {
    return stripes[java.util.Arrays.hashCode(path.pathInRoot()) & STRIPES - 1];
  }

  /** Finds the outermost file on the way to a path's directory. */
  private FileInTheWay blocked(ObjectPath path) throws ErrnoException {
    byte[] whole = path.directory();
    for (int at = 0; at <= whole.length; at++) {
      if (at == whole.length || whole[at] == '/') {
        ObjectPath part = ObjectPath.of(path.bucket(), java.util.Arrays.copyOf(whole, at));
        try {
          posix.openDirectory(root, part.pathInRoot()).close();
        } catch (ErrnoException e) {
          return new FileInTheWay(part);
        }
      }
    }
    return new FileInTheWay(path);
  }

  /**
   * Removes a directory if it is empty and was made here.
   *
   * @param above the directory it lies in
   * @return whether it is gone now, by whomever
   */
  boolean removeIfEmpty(Descriptor above, ObjectPath path) throws ErrnoException {
    ReentrantLock stripe = stripe(path);
    stripe.lock();
    try {
      FileStat stat = posix.stat(above, path.name());
      if (!stat.isDirectory() || !folders.marks().isOn(above, path.name(), stat)) {
        return false;
      }
      posix.removeDirectory(above, path.name());
      unsynced.remove(Names.key(path.pathInRoot()));
      changes.vanished(path.bucket(), path.directory(), path.name(), true);
      return true;
    } catch (ErrnoException e) {
      return switch (e.errno()) {
        case ENOENT -> {
          unsynced.remove(Names.key(path.pathInRoot()));
          yield true;
        }
        case ENOTEMPTY, EEXIST, ENOTDIR, EBUSY -> false;
        default -> throw e;
      };
    } finally {
      stripe.unlock();
    }
  }

  /**
   * Removes a directory that became empty, and those above that this leaves empty, as far as they
   * were made here; never the bucket's.
   *
   * @param directory path inside the bucket
   * @return path of the innermost directory that is left
   */
  public byte[] prune(BucketName bucket, byte[] directory) throws ErrnoException {
    byte[] left = directory;
    while (left.length > 0) {
      ObjectPath path = ObjectPath.of(bucket, left);
      try (Descriptor above = posix.openDirectory(root, path.directoryInRoot())) {
        if (!removeIfEmpty(above, path)) {
          return left;
        }
      } catch (ErrnoException e) {
        if (!isGone(e)) {
          throw e;
        }
      }
      left = path.directory();
    }
    return left;
  }

  /** Makes a changed directory survive a power cut, and the names that lead to it. */
  public void sync(BucketName bucket, byte[] directory, Descriptor opened) throws ErrnoException {
    if (!syncs.enabled()) {
      return;
    }
    syncs.directory(opened);
    byte[] inner = directory;
    while (inner.length > 0 && !unsynced.isEmpty()) {
      ObjectPath path = ObjectPath.of(bucket, inner);
      String key = Names.key(path.pathInRoot());
      Object mark = unsynced.get(key);
      if (mark != null) {
        syncNames(path);
        unsynced.remove(key, mark);
      }
      inner = path.directory();
    }
  }

  private void syncNames(ObjectPath path) throws ErrnoException {
    try (Descriptor above = posix.openDirectory(root, path.directoryInRoot())) {
      syncs.directory(above);
    } catch (ErrnoException e) {
      // Removed meanwhile, with all that lay below it.
      if (!isGone(e)) {
        throw e;
      }
    }
  }

  /** Whether a directory is not there any more; something else may have taken its name. */
  private static boolean isGone(ErrnoException e) {
    return e.is(Errno.ENOENT) || e.is(Errno.ENOTDIR) || e.is(Errno.ELOOP);
  }

  /** Makes the removal of something in or below a directory survive a power cut. */
  public void syncLeft(BucketName bucket, byte[] left) throws ErrnoException {
    if (!syncs.enabled()) {
      return;
    }
    // Where another call pruned on, what counts is the removal of the outermost; where the whole
    // bucket went, its deletion made that durable.
    try (Descriptor directory = openNearest(bucket, left)) {
      if (directory != null) {
        syncs.directory(directory);
      }
    }
  }

  /**
   * Opens a directory, or where it is missing the innermost one above it that is there; null where
   * the bucket is gone.
   */
  public @Nullable Descriptor openNearest(BucketName bucket, byte[] directory)
      throws ErrnoException {
    byte[] at = directory;
    while (true) {
      try {
        return posix.openDirectory(root, Names.join(Names.of(bucket.value()), at));
      } catch (ErrnoException e) {
        if (!isGone(e)) {
          throw e;
        }
        if (at.length == 0) {
          return null;
        }
        at = Names.parent(at);
      }
    }
  }
}
