package dev.sluice.agent.store.local.check;

import dev.sluice.agent.store.local.posix.Descriptor;
import dev.sluice.agent.store.local.posix.ErrnoException;
import dev.sluice.agent.store.local.posix.FileStat;
import dev.sluice.agent.store.local.posix.FileType;
import dev.sluice.agent.store.local.posix.Posix;
import dev.sluice.agent.store.local.posix.Tree;
import dev.sluice.agent.store.local.posix.TreeWalk;

/** How many bytes a file, or all files below a directory, hold. */
final class TreeBytes implements TreeWalk.Visitor {
  private final Posix posix;
  private long bytes;

  private TreeBytes(Posix posix) {
    this.posix = posix;
  }

  /** Of whatever bears the name, as far as it can be read. */
  static long of(Posix posix, Descriptor directory, byte[] name) {
    TreeBytes sum = new TreeBytes(posix);
    try {
      FileStat stat = posix.stat(directory, name);
      if (!stat.isDirectory()) {
        return stat.isRegular() ? stat.size() : 0;
      }
      try (Descriptor top = posix.openDirectory(directory, name)) {
        TreeWalk.over(posix, top, sum);
      }
    } catch (ErrnoException e) {
      // The sum is for people; what cannot be read is told elsewhere.
    }
    return sum.bytes;
  }

  @Override
  public boolean visit(Descriptor directory, byte[] name, FileType type, byte[] path, int depth)
      throws ErrnoException {
    if (type == FileType.REGULAR) {
      FileStat stat = Tree.stat(posix, directory, name);
      bytes += stat == null ? 0 : stat.size();
    }
    return depth < Tree.MAX_DEPTH;
  }

  @Override
  public void unreadable(byte[] path, ErrnoException why) {}
}
