package dev.sluice.agent.store.local.volume;

import dev.sluice.agent.store.local.posix.Descriptor;
import dev.sluice.agent.store.local.posix.Errno;
import dev.sluice.agent.store.local.posix.ErrnoException;
import dev.sluice.agent.store.local.posix.FileStat;
import dev.sluice.agent.store.local.posix.Names;
import dev.sluice.agent.store.local.posix.Posix;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Everything that makes changes survive a power cut; does nothing where the operating system was
 * left to decide. A failure is passed on and never tried again: the kernel would then call lost
 * bytes good.
 */
public final class Syncs implements AutoCloseable {
  private record DirectoryId(long device, long inode) {}

  private static final class Group {
    final GroupSync sync = new GroupSync();
    final AtomicInteger users = new AtomicInteger();
  }

  /** More directories than this do not fail one by one. */
  private static final int MAX_OWED = 64;

  private final Posix posix;
  private final boolean enabled;

  /** Directories whose last sync failed, held open. */
  private final ConcurrentHashMap<DirectoryId, Descriptor> owed = new ConcurrentHashMap<>();

  /** There were more of them than are held. */
  private volatile boolean owesMore;

  private final ConcurrentHashMap<DirectoryId, Group> groups = new ConcurrentHashMap<>();

  public Syncs(Posix posix, boolean enabled) {
    this.posix = posix;
    this.enabled = enabled;
  }

  public boolean enabled() {
    return enabled;
  }

  /** A file's bytes, times and attributes. */
  public void file(Descriptor file) throws ErrnoException {
    if (enabled) {
      posix.sync(file);
    }
  }

  /** A file's bytes and size. */
  public void data(Descriptor file) throws ErrnoException {
    if (enabled) {
      posix.syncData(file);
    }
  }

  /** A directory's names; one sync serves all who changed it before it began. */
  public void directory(Descriptor directory) throws ErrnoException {
    if (!enabled) {
      return;
    }
    FileStat stat = posix.stat(directory);
    DirectoryId id = new DirectoryId(stat.device(), stat.inode());
    Group group =
        groups.compute(id, (ignored, there) -> enter(there == null ? new Group() : there));
    try {
      group.sync.run(() -> posix.sync(directory));
      forgive(id);
    } catch (ErrnoException e) {
      owe(id, directory);
      throw e;
    } finally {
      groups.computeIfPresent(
          id, (ignored, there) -> there.users.decrementAndGet() == 0 ? null : there);
    }
  }

  private void owe(DirectoryId id, Descriptor directory) throws ErrnoException {
    if (owed.size() >= MAX_OWED) {
      owesMore = true;
      return;
    }
    Descriptor held = directory.share();
    if (owed.putIfAbsent(id, held) != null) {
      held.close();
    }
  }

  private void forgive(DirectoryId id) {
    Descriptor held = owed.isEmpty() ? null : owed.remove(id);
    if (held != null) {
      held.close();
    }
  }

  /**
   * To be called before an answer that changes nothing because it happened already: the call that
   * made it happen may have failed for its sync, and what it did is not on the disk. Directories
   * are synced once more, which is reliable: a file system that lost a change of its own names
   * takes no more. Where that fails too there is no such answer.
   */
  public void settle() throws ErrnoException {
    for (Descriptor directory : owed.values()) {
      directory(directory);
    }
    if (owesMore) {
      throw new ErrnoException(Errno.EIO, "fsync of directories, earlier", Names.NOTHING);
    }
  }

  /**
   * All that was changed on a file system, by whomever: what a killed agent left unsynced is found
   * by its successor, and answered for.
   */
  public void fileSystem(Descriptor any) throws ErrnoException {
    if (enabled) {
      posix.syncFileSystem(any);
    }
  }

  @Override
  public void close() {
    owed.values().forEach(Descriptor::close);
  }

  private static Group enter(Group group) {
    group.users.incrementAndGet();
    return group;
  }
}
