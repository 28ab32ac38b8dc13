package dev.sluice.agent.store.local;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Everything that makes changes survive a power cut; does nothing where the operating system was
 * told to decide. A failure is passed on and never tried again: the kernel would then call lost
 * bytes good.
 */
final class Syncs {
  private record DirectoryId(long device, long inode) {}

  private static final class Group {
    final GroupSync sync = new GroupSync();
    final AtomicInteger users = new AtomicInteger();
  }

  private final Posix posix;
  private final boolean enabled;
  private final ConcurrentHashMap<DirectoryId, Group> groups = new ConcurrentHashMap<>();

  Syncs(Posix posix, boolean enabled) {
    this.posix = posix;
    this.enabled = enabled;
  }

  boolean enabled() {
    return enabled;
  }

  /** A file's bytes, times and attributes. */
  void file(Descriptor file) throws ErrnoException {
    if (enabled) {
      posix.sync(file);
    }
  }

  /** A file's bytes and size. */
  void data(Descriptor file) throws ErrnoException {
    if (enabled) {
      posix.syncData(file);
    }
  }

  /** A directory's names; one sync serves all who changed it before it began. */
  void directory(Descriptor directory) throws ErrnoException {
    if (!enabled) {
      return;
    }
    FileStat stat = posix.stat(directory);
    DirectoryId id = new DirectoryId(stat.device(), stat.inode());
    Group group =
        groups.compute(id, (ignored, there) -> enter(there == null ? new Group() : there));
    try {
      group.sync.run(() -> posix.sync(directory));
    } finally {
      groups.computeIfPresent(
          id, (ignored, there) -> there.users.decrementAndGet() == 0 ? null : there);
    }
  }

  private static Group enter(Group group) {
    group.users.incrementAndGet();
    return group;
  }
}
