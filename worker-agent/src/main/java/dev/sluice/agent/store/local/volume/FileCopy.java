package dev.sluice.agent.store.local.volume;

import dev.sluice.agent.store.local.posix.Descriptor;
import dev.sluice.agent.store.local.posix.ErrnoException;
import dev.sluice.agent.store.local.posix.Posix;
import java.nio.ByteBuffer;

/** Copies of ranges of files: shared where the file system can, in the kernel elsewhere. */
public final class FileCopy {
  private static final int BLOCK_BYTES = 4096;
  private static final int BUFFER_BYTES = 256 * 1024;

  private FileCopy() {}

  /**
   * Copies a range; shared bytes need no space, for the others it is reserved.
   *
   * @return whether the source was long enough
   */
  public static boolean copy(
      Posix posix,
      FreeSpaceMonitor space,
      Descriptor source,
      long sourceOffset,
      Descriptor target,
      long targetOffset,
      long length)
      throws ErrnoException {
    if (length == 0 || share(posix, source, sourceOffset, target, targetOffset, length)) {
      return true;
    }
    space.requireRoom(length);
    long released = space.releasedFiles();
    Writeback writeback = new Writeback(posix, target, targetOffset);
    long done = 0;
    try {
      long copied;
      do {
        copied =
            posix.copyRange(
                source,
                sourceOffset + done,
                target,
                targetOffset + done,
                Math.min(Writeback.STEP_BYTES, length - done));
        done += copied;
        writeback.reached(targetOffset + done);
      } while (copied > 0 && done < length);
    } catch (ErrnoException e) {
      if (!isUnable(e) && !space.isFreed(e, released)) {
        throw e;
      }
    }
    // Some file systems copy nothing and call it the end of the source: reading shows it.
    return done == length
        || copyBytes(
            posix,
            source,
            sourceOffset + done,
            target,
            targetOffset + done,
            length - done,
            writeback);
  }

  private static boolean share(
      Posix posix,
      Descriptor source,
      long sourceOffset,
      Descriptor target,
      long targetOffset,
      long length)
      throws ErrnoException {
    if (sourceOffset % BLOCK_BYTES != 0 || targetOffset % BLOCK_BYTES != 0) {
      return false;
    }
    boolean toTheEnd = posix.stat(source).size() == sourceOffset + length;
    if (length % BLOCK_BYTES != 0 && !toTheEnd) {
      return false;
    }
    try {
      posix.shareRange(source, sourceOffset, target, targetOffset, length);
      return true;
    } catch (ErrnoException e) {
      if (isUnable(e)) {
        return false;
      }
      throw e;
    }
  }

  private static boolean copyBytes(
      Posix posix,
      Descriptor source,
      long sourceOffset,
      Descriptor target,
      long targetOffset,
      long length,
      Writeback writeback)
      throws ErrnoException {
    ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(length, BUFFER_BYTES));
    long done = 0;
    while (done < length) {
      buffer.clear().limit((int) Math.min(buffer.capacity(), length - done));
      int wanted = buffer.remaining();
      if (posix.read(source, buffer, sourceOffset + done) < wanted) {
        return false;
      }
      posix.write(target, buffer.flip(), targetOffset + done);
      done += wanted;
      writeback.reached(targetOffset + done);
    }
    return true;
  }

  private static boolean isUnable(ErrnoException e) {
    return switch (e.errno()) {
      case EXDEV, EOPNOTSUPP, EINVAL, ENOSYS, ENOTTY, ETXTBSY, EPERM, EBADF -> true;
      default -> false;
    };
  }
}
