package dev.sluice.agent.store.local.tree;

import dev.sluice.agent.store.key.KeyPath;
import dev.sluice.agent.store.local.posix.Descriptor;
import dev.sluice.agent.store.local.posix.ErrnoException;
import dev.sluice.agent.store.local.posix.FileType;
import dev.sluice.agent.store.local.posix.Posix;
import dev.sluice.agent.store.local.posix.Tree;
import dev.sluice.agent.store.local.posix.TreeSearch;
import java.util.Arrays;

/** Buckets that hold nothing but directories. */
public final class EmptyTree {
  private static final byte[] STAGING = KeyPath.stagingName();

  private EmptyTree() {}

  /** Whether there are only directories below, Sluice's own left aside. */
  public static boolean holdsNothing(Posix posix, Descriptor bucket) throws ErrnoException {
    return !TreeSearch.finds(posix, bucket, EmptyTree::aboutAnything, TreeSearch.Closed.FAILS);
  }

  /** The verdict on any entry; one deeper than any key was not made here, and is left alone. */
  private static TreeSearch.Verdict aboutAnything(byte[] name, FileType type, int depth) {
    if (type == FileType.DIRECTORY && Arrays.equals(name, STAGING)) {
      return TreeSearch.Verdict.PASS;
    }
    return type == FileType.DIRECTORY && depth < Tree.MAX_DEPTH
        ? TreeSearch.Verdict.ENTER
        : TreeSearch.Verdict.FOUND;
  }

  /**
   * Removes the directories below by rmdir only, but for Sluice's own; what is put there meanwhile
   * makes it fail and stays. Sluice's own at the top is left.
   */
  public static void clear(Posix posix, Descriptor directory) throws ErrnoException {
    for (byte[] name : Tree.names(posix, directory)) {
      if (Arrays.equals(name, STAGING)) {
        continue;
      }
      try (Descriptor inner = posix.openDirectory(directory, name)) {
        clear(posix, inner);
        Tree.remove(posix, inner, STAGING);
      }
      posix.removeDirectory(directory, name);
    }
  }
}
