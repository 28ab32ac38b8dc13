package dev.sluice.agent.store.local;

import dev.sluice.agent.store.KeyPath;
import java.util.Arrays;

/** Buckets that hold nothing but directories. */
final class EmptyTree {
  private static final byte[] STAGING = KeyPath.stagingName();

  private EmptyTree() {}

  /** Whether there are only directories below, Sluice's own at the top left aside. */
  static boolean holdsNothing(Posix posix, Descriptor bucket) throws ErrnoException {
    for (byte[] name : Tree.names(posix, bucket)) {
      if (!Arrays.equals(name, STAGING) && !isEmpty(posix, bucket, name, 1)) {
        return false;
      }
    }
    return true;
  }

  /** What is deeper than any key was not made here, and is left to who made it. */
  private static boolean isEmpty(Posix posix, Descriptor parent, byte[] name, int depth)
      throws ErrnoException {
    FileStat stat = Tree.stat(posix, parent, name);
    if (stat == null) {
      return true;
    }
    if (!stat.isDirectory() || depth > Tree.MAX_DEPTH) {
      return false;
    }
    try (Descriptor directory = posix.openDirectory(parent, name)) {
      for (byte[] inner : Tree.names(posix, directory)) {
        if (!isEmpty(posix, directory, inner, depth + 1)) {
          return false;
        }
      }
    }
    return true;
  }

  /**
   * Removes the directories below by rmdir only; what somebody puts there meanwhile makes it fail
   * and stays.
   */
  static void clear(Posix posix, Descriptor directory) throws ErrnoException {
    for (byte[] name : Tree.names(posix, directory)) {
      if (Arrays.equals(name, STAGING)) {
        continue;
      }
      try (Descriptor inner = posix.openDirectory(directory, name)) {
        clear(posix, inner);
      }
      posix.removeDirectory(directory, name);
    }
  }
}
