package dev.sluice.agent.store.local;

import java.util.ArrayList;
import java.util.List;

/**
 * The directory that a name is about to be put into, and what has to be synced with it: the
 * directories above that got a new entry on the way.
 */
final class ParentDirectory implements AutoCloseable {
  private final Posix posix;
  private final UnsyncedDirectories unsynced;
  private final boolean durable;
  private final List<Descriptor> above = new ArrayList<>();
  private final List<byte[]> made = new ArrayList<>();
  private Descriptor directory;
  private int madeCount;

  /** Takes over the descriptor that the walk starts from. */
  ParentDirectory(Posix posix, UnsyncedDirectories unsynced, boolean durable, Descriptor start) {
    this.posix = posix;
    this.unsynced = unsynced;
    this.durable = durable;
    this.directory = start;
  }

  /** The directory itself. */
  Descriptor directory() {
    return directory;
  }

  /** How many directories were made on the way. */
  int madeCount() {
    return madeCount;
  }

  /** Whether the directory was removed meanwhile, so that nothing can be put into it any more. */
  boolean isRemoved() throws ErrnoException {
    return posix.stat(directory).links() == 0;
  }

  /**
   * Waits until the directory's entries, and those that lead to it, would survive a power cut. To
   * be called after the name was put; then everything goes to the disk together.
   */
  void sync() throws ErrnoException {
    if (durable) {
      posix.sync(directory);
      syncAbove();
    }
  }

  /** Steps down into a directory that is made first unless it is there. */
  void stepInto(byte[] name, byte[] path, int mode) throws ErrnoException {
    if (durable) {
      unsynced.enter(path);
      made.add(path);
    }
    try {
      posix.makeDirectory(directory, name, mode);
      madeCount++;
    } catch (ErrnoException e) {
      if (!e.is(Errno.EEXIST)) {
        throw e;
      }
    }
    Descriptor holder = directory;
    if (durable) {
      above.add(holder);
    }
    directory = posix.openDirectory(holder, name);
    if (!durable) {
      holder.close();
    }
  }

  /**
   * Also syncs a directory above that this walk did not step through. Takes the descriptor over.
   */
  void alsoSync(Descriptor descriptor) {
    above.add(descriptor);
  }

  /** How many descriptors wait for their sync. */
  int waiting() {
    return above.size();
  }

  /** Syncs what lies above now, and forgets it. */
  void syncAbove() throws ErrnoException {
    for (Descriptor descriptor : above) {
      posix.sync(descriptor);
    }
    made.forEach(unsynced::leave);
    made.clear();
    closeAbove();
  }

  /**
   * What was made and not synced, because the name was not put after all, is synced now for others
   * who use it.
   */
  @Override
  public void close() {
    try {
      syncAbove();
    } catch (ErrnoException e) {
      // It stays among the unsynced: whoever puts something there next syncs it, and hears of the
      // failure.
      closeAbove();
    }
    directory.close();
  }

  private void closeAbove() {
    above.forEach(Descriptor::close);
    above.clear();
  }
}
