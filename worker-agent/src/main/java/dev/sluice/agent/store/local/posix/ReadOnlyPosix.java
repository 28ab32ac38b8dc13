package dev.sluice.agent.store.local.posix;

import java.nio.ByteBuffer;

/**
 * Calls that change nothing: every one that could fails with {@link Errno#EROFS} before the kernel
 * hears of it. Where this user may, files and directories are opened so that their times of access
 * stay as well.
 */
public final class ReadOnlyPosix extends Posix {
  @Override
  public Descriptor openDirectory(Descriptor base, byte[] path) throws ErrnoException {
    return openUnseen(base, path, true);
  }

  @Override
  public Descriptor openForReading(Descriptor base, byte[] path) throws ErrnoException {
    return openUnseen(base, path, false);
  }

  private static ErrnoException refused(SystemCall call, byte[] path) {
    return new ErrnoException(Errno.EROFS, call.title(), path);
  }

  @Override
  public Descriptor openForWriting(Descriptor base, byte[] path) throws ErrnoException {
    throw refused(SystemCall.OPENAT2, path);
  }

  @Override
  public Descriptor create(Descriptor directory, byte[] name, int mode) throws ErrnoException {
    throw refused(SystemCall.OPENAT2, name);
  }

  @Override
  public Descriptor openOrCreate(Descriptor directory, byte[] name, int mode)
      throws ErrnoException {
    throw refused(SystemCall.OPENAT2, name);
  }

  @Override
  public void setMode(Descriptor file, int mode) throws ErrnoException {
    throw refused(SystemCall.FCHMOD, file.path());
  }

  @Override
  public void setGroup(Descriptor file, int group) throws ErrnoException {
    throw refused(SystemCall.FCHOWN, file.path());
  }

  @Override
  public void setModified(Descriptor file, long seconds, int nanos) throws ErrnoException {
    throw refused(SystemCall.UTIMENSAT, file.path());
  }

  @Override
  public void write(Descriptor file, ByteBuffer source, long offset) throws ErrnoException {
    throw refused(SystemCall.PWRITE64, file.path());
  }

  @Override
  public void truncate(Descriptor file, long size) throws ErrnoException {
    throw refused(SystemCall.FTRUNCATE, file.path());
  }

  @Override
  public void sync(Descriptor file) throws ErrnoException {
    throw refused(SystemCall.FSYNC, file.path());
  }

  @Override
  public void syncData(Descriptor file) throws ErrnoException {
    throw refused(SystemCall.FDATASYNC, file.path());
  }

  @Override
  public void syncFileSystem(Descriptor file) throws ErrnoException {
    throw refused(SystemCall.SYNCFS, file.path());
  }

  @Override
  public void beginWriteback(Descriptor file, long offset, long length) throws ErrnoException {
    throw refused(SystemCall.SYNC_FILE_RANGE, file.path());
  }

  @Override
  public long copyRange(
      Descriptor source, long sourceOffset, Descriptor target, long targetOffset, long length)
      throws ErrnoException {
    throw refused(SystemCall.COPY_FILE_RANGE, target.path());
  }

  @Override
  public void shareRange(
      Descriptor source, long sourceOffset, Descriptor target, long targetOffset, long length)
      throws ErrnoException {
    throw refused(SystemCall.IOCTL, target.path());
  }

  @Override
  public void makeDirectory(Descriptor parent, byte[] name, int mode) throws ErrnoException {
    throw refused(SystemCall.MKDIRAT, name);
  }

  @Override
  public void link(Descriptor directory, byte[] name, Descriptor newDirectory, byte[] newName)
      throws ErrnoException {
    throw refused(SystemCall.LINKAT, newName);
  }

  @Override
  public void unlink(Descriptor directory, byte[] name) throws ErrnoException {
    throw refused(SystemCall.UNLINKAT, name);
  }

  @Override
  public void removeDirectory(Descriptor parent, byte[] name) throws ErrnoException {
    throw refused(SystemCall.UNLINKAT, name);
  }

  @Override
  public void rename(
      Descriptor directory, byte[] name, Descriptor newDirectory, byte[] newName, RenameMode mode)
      throws ErrnoException {
    throw refused(SystemCall.RENAMEAT2, newName);
  }

  @Override
  public void setAttribute(Descriptor file, byte[] attribute, byte[] value) throws ErrnoException {
    throw refused(SystemCall.FSETXATTR, file.path());
  }

  @Override
  public boolean removeAttribute(Descriptor file, byte[] attribute) throws ErrnoException {
    throw refused(SystemCall.FREMOVEXATTR, file.path());
  }

  @Override
  public boolean tryLock(Descriptor file, boolean exclusive) throws ErrnoException {
    throw refused(SystemCall.FLOCK, file.path());
  }
}
