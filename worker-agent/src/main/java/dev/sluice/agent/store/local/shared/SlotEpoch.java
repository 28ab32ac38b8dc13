package dev.sluice.agent.store.local.shared;

import dev.sluice.agent.store.local.posix.Descriptor;
import dev.sluice.agent.store.local.posix.Errno;
import dev.sluice.agent.store.local.posix.ErrnoException;
import dev.sluice.agent.store.local.posix.Names;
import dev.sluice.agent.store.local.posix.Posix;
import dev.sluice.agent.store.local.posix.RenameMode;
import dev.sluice.common.model.StorageException;
import dev.sluice.v1.FailureReason;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The right to decide in one slot, as a folder: a change is a rename out of it, or into it. Whoever
 * takes the right over empties the folder and removes it before anything else. A directory that was
 * removed takes no names and gives none, also to who has it open, and its path never comes back; so
 * nothing that was begun in it can be finished any more, however late it is tried.
 */
final class SlotEpoch {
  private final Posix posix;
  private final Descriptor slots;
  private final String path;
  private final String id;
  private final AtomicLong names = new AtomicLong();

  /**
   * An epoch whose folder is there.
   *
   * @param slots where the path begins
   * @param id of no other epoch
   */
  SlotEpoch(Posix posix, Descriptor slots, String path, String id) {
    this.posix = posix;
    this.slots = slots;
    this.path = path;
    this.id = id;
  }

  /** The path of the folder among those of all slots. */
  String path() {
    return path;
  }

  /** A name that no epoch ever used. */
  byte[] nextName(String kind) {
    return Names.of(kind + "." + id + "." + names.getAndIncrement());
  }

  /** Whether another agent has the right now. */
  boolean isOver() throws ErrnoException {
    try {
      posix.openDirectory(slots, Names.of(path)).close();
      return false;
    } catch (ErrnoException e) {
      if (e.is(Errno.ENOENT)) {
        return true;
      }
      throw e;
    }
  }

  /** The end of an epoch before anything was changed in it: the decision is made anew. */
  static final class Over extends RuntimeException {
    private static final long serialVersionUID = 1;

    private Over(String path) {
      super(path, null, false, false);
    }
  }

  /** The failure of a decision that changed nothing and is made anew. */
  Over over() {
    return new Over(path);
  }

  /**
   * Fails where another agent has the right now: what this one saw may be old.
   *
   * @throws Over where nothing was changed yet
   */
  void requireLasting() throws ErrnoException {
    if (isOver()) {
      throw over();
    }
  }

  /** The failure of a change that may not be repeated here. */
  StorageException taken() {
    return new StorageException(
        FailureReason.UNAVAILABLE,
        "slot " + path + ": taken over by another agent (expected: a retry)");
  }

  /**
   * The folder while a decision is made.
   *
   * @throws Over where another agent has the right
   */
  Tenure begin() throws ErrnoException {
    try {
      return new Tenure(this, posix.openDirectory(slots, Names.of(path)));
    } catch (ErrnoException e) {
      if (e.is(Errno.ENOENT)) {
        throw over();
      }
      throw e;
    }
  }

  /**
   * An epoch with its folder open.
   *
   * @param folder of the epoch
   */
  record Tenure(SlotEpoch epoch, Descriptor folder) implements AutoCloseable {
    /**
     * Takes a name away from where it is, by a rename into the folder.
     *
     * @return the name in the folder; empty where there was nothing
     * @throws Over where the right is another agent's
     */
    byte[] take(Posix posix, Descriptor directory, byte[] name, String kind) throws ErrnoException {
      byte[] inside = epoch.nextName(kind);
      try {
        posix.rename(directory, name, folder, inside, RenameMode.REPLACE);
        return inside;
      } catch (ErrnoException e) {
        if (!e.is(Errno.ENOENT)) {
          throw e;
        }
        epoch.requireLasting();
        return Names.NOTHING;
      }
    }

    /**
     * Renames what was prepared in the folder out of it.
     *
     * @throws Over where it is not there any more, so that nothing was changed
     */
    void show(Posix posix, byte[] prepared, Descriptor directory, byte[] name, RenameMode mode)
        throws ErrnoException {
      try {
        posix.rename(folder, prepared, directory, name, mode);
      } catch (ErrnoException e) {
        if (e.is(Errno.ENOENT)) {
          throw epoch.over();
        }
        throw e;
      }
    }

    @Override
    public void close() {
      folder.close();
    }
  }
}
