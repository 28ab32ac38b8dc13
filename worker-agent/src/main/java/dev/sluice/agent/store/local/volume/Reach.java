package dev.sluice.agent.store.local.volume;

import dev.sluice.agent.store.local.posix.Descriptor;
import dev.sluice.agent.store.local.posix.Errno;
import dev.sluice.agent.store.local.posix.ErrnoException;
import dev.sluice.agent.store.local.posix.Names;
import dev.sluice.agent.store.local.posix.Posix;
import dev.sluice.agent.store.local.posix.RenameMode;
import dev.sluice.agent.store.local.posix.Tree;
import java.util.Arrays;

/**
 * Whether something can be renamed from an area of Sluice's own into a directory, tried: the kernel
 * compares mounts by itself, but a project of a quota or a branch of a union only with something at
 * hand. It is a directory, which does no harm if a kill leaves it there.
 */
public final class Reach {
  /** A name that no key has, so that it is never listed. */
  private static final byte[] PROBE = Names.of(".%reach");

  private static final int MODE = 0700;

  private Reach() {}

  /** Whether an entry of a bucket is what a kill left of a try; the next one takes its place. */
  public static boolean isTrace(byte[] name) {
    return Arrays.equals(name, PROBE);
  }

  /**
   * Tries it.
   *
   * @param staging where it is made
   * @param name that it has there
   */
  public static boolean reaches(Posix posix, Descriptor staging, byte[] name, Descriptor target)
      throws ErrnoException {
    posix.makeDirectory(staging, name, MODE);
    try {
      posix.rename(staging, name, target, PROBE, RenameMode.REPLACE);
    } catch (ErrnoException e) {
      Tree.removeAfter(e, posix, staging, name);
      if (e.is(Errno.EXDEV)) {
        return false;
      }
      throw e;
    }
    posix.removeDirectory(target, PROBE);
    return true;
  }
}
