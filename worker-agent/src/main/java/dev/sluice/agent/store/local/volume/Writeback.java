package dev.sluice.agent.store.local.volume;

import dev.sluice.agent.store.local.posix.Descriptor;
import dev.sluice.agent.store.local.posix.ErrnoException;
import dev.sluice.agent.store.local.posix.Posix;

/**
 * The writeback of a range of a file that grows from its beginning: the kernel begins to write what
 * is there while more comes. Without it everything waits for the end: for the fsync, or for the
 * rename over an older file, for which ext4 has the new one written at once whatever was asked for.
 *
 * <p>It makes nothing durable. For one thread at a time.
 */
public final class Writeback {
  /** Bytes after which the next writeback begins; a shorter range has none. */
  public static final long STEP_BYTES = 8L << 20;

  private final Posix posix;
  private final Descriptor file;
  private long begun;

  /**
   * A range that is still empty.
   *
   * @param offset its beginning
   */
  public Writeback(Posix posix, Descriptor file, long offset) {
    this.posix = posix;
    this.file = file;
    this.begun = offset;
  }

  /**
   * Notes that more of the range has been written. What the device reports is thrown: an fsync
   * would report it again, but without one nothing else ever would.
   *
   * @param end offset in the file, up to which it is written
   */
  public void reached(long end) throws ErrnoException {
    if (end - begun < STEP_BYTES) {
      return;
    }
    try {
      posix.beginWriteback(file, begun, end - begun);
    } catch (ErrnoException e) {
      if (!isUnable(e)) {
        throw e;
      }
    }
    begun = end;
  }

  /** Whether a kernel, a sandbox or a file system does not know the call. */
  private static boolean isUnable(ErrnoException e) {
    return switch (e.errno()) {
      case ENOSYS, EPERM, EINVAL, EOPNOTSUPP -> true;
      default -> false;
    };
  }
}
