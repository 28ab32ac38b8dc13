package dev.sluice.agent.store.local;

import java.io.IOException;
import java.util.Arrays;

/**
 * The directories of one bucket: found, made and removed on behalf of the names in them. Exactly
 * one per bucket in a process, because it knows which directories are made but not yet synced.
 *
 * <p>Paths are relative to the bucket, as {@link dev.sluice.agent.store.KeyPath} makes them. Safe
 * for use by several threads. Nothing here makes the bucket's own directory: everything is relative
 * to its descriptor.
 */
final class PathWalk {
  /**
   * How often a directory may be taken away, by a delete that found it empty, before a put gives
   * up.
   */
  static final int MAX_ATTEMPTS = 100;

  /** Descriptors that one put keeps open for their sync; a deeper path is synced in pieces. */
  static final int MAX_WAITING = 32;

  private final Posix posix;
  private final Descriptor bucket;
  private final int directoryMode;
  private final boolean durable;
  private final UnsyncedDirectories unsynced = new UnsyncedDirectories();

  /**
   * @param bucket the bucket's directory; stays the caller's
   * @param directoryMode permissions of the directories that are made
   * @param durable whether names have to survive a power cut; else nothing is synced
   */
  PathWalk(Posix posix, Descriptor bucket, int directoryMode, boolean durable) {
    this.posix = posix;
    this.bucket = bucket;
    this.directoryMode = directoryMode;
    this.durable = durable;
  }

  /** What is to be done with a name in its directory. */
  @FunctionalInterface
  interface Step<T> {
    /**
     * Called again, with another directory, if it fails with {@link Errno#ENOENT} because the
     * directory was removed.
     */
    T in(ParentDirectory parent, byte[] name) throws IOException;
  }

  /**
   * Puts a name: makes the directories that are missing, runs the step, and syncs what has to be.
   *
   * @throws ErrnoException {@link Errno#ENOTDIR} where a file is in the way, its {@link
   *     ErrnoException#path} then being the file's; {@link Errno#ELOOP} where a symlink is
   * @throws BucketGoneException if the bucket was removed meanwhile
   */
  <T> T put(byte[] path, Step<T> step) throws IOException {
    for (int attempt = 1; ; attempt++) {
      try (ParentDirectory parent = makeParent(path)) {
        try {
          T result = step.in(parent, leaf(path));
          parent.sync();
          return result;
        } catch (ErrnoException e) {
          if (!e.is(Errno.ENOENT) || !parent.isRemoved()) {
            throw e;
          }
          checkTriedOften(attempt, e);
        }
      }
    }
  }

  /**
   * The directory of an existing path; {@link Errno#ENOENT} or {@link Errno#ENOTDIR} where there is
   * none.
   */
  Descriptor openParent(byte[] path) throws ErrnoException {
    return open(path, parentLength(path));
  }

  /**
   * The directory of a path, made if it is missing, with all above it. For {@link #put}, or with a
   * retry like there.
   */
  ParentDirectory makeParent(byte[] path) throws IOException {
    for (int attempt = 1; ; attempt++) {
      try {
        return tryMakeParent(path);
      } catch (ErrnoException e) {
        if (!e.is(Errno.ENOENT)) {
          throw e;
        }
        checkTriedOften(attempt, e);
      }
    }
  }

  private void checkTriedOften(int attempt, ErrnoException failure) throws IOException {
    if (posix.stat(bucket).links() == 0) {
      throw new BucketGoneException(failure);
    }
    if (attempt == MAX_ATTEMPTS) {
      throw failure;
    }
  }

  private ParentDirectory tryMakeParent(byte[] path) throws ErrnoException {
    int parentLength = parentLength(path);
    int existing = parentLength;
    Descriptor start = null;
    while (start == null) {
      try {
        start = open(path, existing);
      } catch (ErrnoException e) {
        if (existing == 0 || !(e.is(Errno.ENOENT) || e.is(Errno.ENOTDIR))) {
          throw e;
        }
        existing = parentLength(path, existing);
      }
    }
    ParentDirectory parent = new ParentDirectory(posix, unsynced, durable, start);
    try {
      addUnsyncedOfOthers(parent, path, existing);
      stepDown(parent, path, existing, parentLength);
      return parent;
    } catch (ErrnoException e) {
      parent.close();
      throw e;
    }
  }

  private void stepDown(ParentDirectory parent, byte[] path, int existing, int parentLength)
      throws ErrnoException {
    int from = existing;
    while (from < parentLength) {
      int nameStart = from == 0 ? 0 : from + 1;
      int end = nameStart;
      while (path[end] != '/') {
        end++;
      }
      byte[] made = Arrays.copyOf(path, end);
      try {
        parent.stepInto(Arrays.copyOfRange(path, nameStart, end), made, directoryMode);
      } catch (ErrnoException e) {
        throw new ErrnoException(e.number(), e.call(), made);
      }
      if (parent.waiting() >= MAX_WAITING) {
        parent.syncAbove();
      }
      from = end;
    }
  }

  /**
   * Looks only after the directory was opened: who removed it from the unsynced by then has synced
   * its name.
   */
  private void addUnsyncedOfOthers(ParentDirectory parent, byte[] path, int existing)
      throws ErrnoException {
    if (unsynced.isEmpty()) {
      return;
    }
    for (int length = existing; length > 0; length = parentLength(path, length)) {
      if (unsynced.holds(path, length)) {
        parent.alsoSync(open(path, parentLength(path, length)));
        if (parent.waiting() >= MAX_WAITING) {
          parent.syncAbove();
        }
      }
    }
  }

  /**
   * Removes the directories above a path that are empty, up to the bucket, by rmdir only.
   *
   * @return how many were removed
   */
  int removeEmptyParents(byte[] path) throws ErrnoException {
    int removed = 0;
    for (int length = parentLength(path); length > 0; length = parentLength(path, length)) {
      byte[] directory = Arrays.copyOf(path, length);
      try (Descriptor above = openParent(directory)) {
        posix.removeDirectory(above, leaf(directory));
        removed++;
      } catch (ErrnoException e) {
        switch (e.errno()) {
          // Somebody else removed this one; the one above may be empty all the same.
          case ENOENT -> {}
          // Not empty, or a mount point, or something else has taken its name.
          case ENOTEMPTY, EEXIST, EBUSY, ENOTDIR, ELOOP -> {
            return removed;
          }
          default -> throw e;
        }
      }
    }
    return removed;
  }

  private Descriptor open(byte[] path, int length) throws ErrnoException {
    return length == 0 ? bucket.share() : posix.openDirectory(bucket, Arrays.copyOf(path, length));
  }

  /** The path's last name. */
  static byte[] leaf(byte[] path) {
    int parent = parentLength(path);
    return parent == 0 ? path : Arrays.copyOfRange(path, parent + 1, path.length);
  }

  /** How many of the path's bytes name its directory; 0 where that is the bucket. */
  static int parentLength(byte[] path) {
    return parentLength(path, path.length);
  }

  private static int parentLength(byte[] path, int length) {
    int at = length - 1;
    while (at > 0 && path[at] != '/') {
      at--;
    }
    return Math.max(at, 0);
  }
}
