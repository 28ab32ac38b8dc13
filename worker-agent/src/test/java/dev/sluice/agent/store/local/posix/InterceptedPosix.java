package dev.sluice.agent.store.local.posix;

import java.nio.ByteBuffer;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Asks before every call whether it may be made, and knows which descriptors are open. */
public abstract class InterceptedPosix extends LimitedAttributes {
  private final Set<Integer> open = ConcurrentHashMap.newKeySet();

  /**
   * Over a file system of this kind.
   *
   * @param attributeLimit largest value of an attribute, bytes
   */
  InterceptedPosix(int attributeLimit) {
    super(attributeLimit);
  }

  /** What a call ends with instead of being made; null: it is made. */
  abstract @Nullable ErrnoException refusal(PosixCall call, byte[] about);

  /** Descriptors that were opened and not closed. */
  public Set<Integer> open() {
    return Set.copyOf(open);
  }

  /** Closes, behind the engine's back, whatever is open. */
  public void closeAll() {
    for (Integer number : open()) {
      super.closeNumber(number);
      open.remove(number);
    }
  }

  private void ask(PosixCall call, byte[] about) throws ErrnoException {
    ErrnoException refusal = refusal(call, about);
    if (refusal != null) {
      throw refusal;
    }
  }

  private Descriptor opened(Descriptor descriptor) throws ErrnoException {
    try (CountedDescriptor held = descriptor.hold()) {
      open.add(held.number());
    }
    return descriptor;
  }

  @Override
  void closeNumber(int number) {
    if (open.remove(number)) {
      super.closeNumber(number);
    }
  }

  @Override
  public Descriptor openRoot(byte[] absolutePath) throws ErrnoException {
    ask(PosixCall.OPEN_ROOT, absolutePath);
    return opened(super.openRoot(absolutePath));
  }

  @Override
  public Descriptor openDirectory(Descriptor base, byte[] path) throws ErrnoException {
    ask(PosixCall.OPEN_DIRECTORY, path);
    return opened(super.openDirectory(base, path));
  }

  @Override
  public Descriptor openForReading(Descriptor base, byte[] path) throws ErrnoException {
    ask(PosixCall.OPEN_FOR_READING, path);
    return opened(super.openForReading(base, path));
  }

  @Override
  public Descriptor openForWriting(Descriptor base, byte[] path) throws ErrnoException {
    ask(PosixCall.OPEN_FOR_WRITING, path);
    return opened(super.openForWriting(base, path));
  }

  @Override
  public Descriptor openOrCreate(Descriptor directory, byte[] name, int mode)
      throws ErrnoException {
    ask(PosixCall.OPEN_OR_CREATE, name);
    return opened(super.openOrCreate(directory, name, mode));
  }

  @Override
  public Descriptor create(Descriptor directory, byte[] name, int mode) throws ErrnoException {
    ask(PosixCall.CREATE, name);
    return opened(super.create(directory, name, mode));
  }

  @Override
  public FileStat stat(Descriptor file) throws ErrnoException {
    ask(PosixCall.STAT, file.path());
    return super.stat(file);
  }

  @Override
  public FileStat stat(Descriptor directory, byte[] name) throws ErrnoException {
    ask(PosixCall.STAT, name);
    return super.stat(directory, name);
  }

  @Override
  public FileSystemStat fileSystem(Descriptor file) throws ErrnoException {
    ask(PosixCall.FILE_SYSTEM, file.path());
    return super.fileSystem(file);
  }

  @Override
  public void setMode(Descriptor file, int mode) throws ErrnoException {
    ask(PosixCall.SET_MODE, file.path());
    super.setMode(file, mode);
  }

  @Override
  public void setGroup(Descriptor file, int group) throws ErrnoException {
    ask(PosixCall.SET_GROUP, file.path());
    super.setGroup(file, group);
  }

  @Override
  public void setModified(Descriptor file, long seconds, int nanos) throws ErrnoException {
    ask(PosixCall.SET_MODIFIED, file.path());
    super.setModified(file, seconds, nanos);
  }

  @Override
  public int read(Descriptor file, ByteBuffer target, long offset) throws ErrnoException {
    ask(PosixCall.READ, file.path());
    return super.read(file, target, offset);
  }

  /** Half of it, where it is refused: that is how a full disk and a dying process leave it. */
  @Override
  public void write(Descriptor file, ByteBuffer source, long offset) throws ErrnoException {
    ErrnoException refusal;
    try {
      refusal = refusal(PosixCall.WRITE, file.path());
    } catch (Killed killed) {
      writeHalf(file, source, offset, killed.isDying());
      throw killed;
    }
    if (refusal != null) {
      writeHalf(file, source, offset, true);
      throw refusal;
    }
    super.write(file, source, offset);
  }

  private void writeHalf(Descriptor file, ByteBuffer source, long offset, boolean really)
      throws ErrnoException {
    if (really) {
      super.write(file, source.slice(source.position(), source.remaining() / 2), offset);
    }
  }

  @Override
  public void truncate(Descriptor file, long size) throws ErrnoException {
    ask(PosixCall.TRUNCATE, file.path());
    super.truncate(file, size);
  }

  /** Never really made: only whether it fails matters here. */
  @Override
  public void sync(Descriptor file) throws ErrnoException {
    ask(PosixCall.SYNC, file.path());
  }

  @Override
  public void syncFileSystem(Descriptor file) throws ErrnoException {
    ask(PosixCall.SYNC_FILE_SYSTEM, file.path());
  }

  @Override
  public void syncData(Descriptor file) throws ErrnoException {
    ask(PosixCall.SYNC_DATA, file.path());
  }

  @Override
  public void beginWriteback(Descriptor file, long offset, long length) throws ErrnoException {
    ask(PosixCall.BEGIN_WRITEBACK, file.path());
    super.beginWriteback(file, offset, length);
  }

  @Override
  public long copyRange(
      Descriptor source, long sourceOffset, Descriptor target, long targetOffset, long length)
      throws ErrnoException {
    ask(PosixCall.COPY_RANGE, target.path());
    return super.copyRange(source, sourceOffset, target, targetOffset, length);
  }

  @Override
  public void shareRange(
      Descriptor source, long sourceOffset, Descriptor target, long targetOffset, long length)
      throws ErrnoException {
    ask(PosixCall.SHARE_RANGE, target.path());
    super.shareRange(source, sourceOffset, target, targetOffset, length);
  }

  @Override
  public void makeDirectory(Descriptor parent, byte[] name, int mode) throws ErrnoException {
    ask(PosixCall.MAKE_DIRECTORY, name);
    super.makeDirectory(parent, name, mode);
  }

  @Override
  public void link(Descriptor directory, byte[] name, Descriptor newDirectory, byte[] newName)
      throws ErrnoException {
    ask(PosixCall.LINK, newName);
    super.link(directory, name, newDirectory, newName);
  }

  @Override
  public void unlink(Descriptor directory, byte[] name) throws ErrnoException {
    ask(PosixCall.UNLINK, name);
    super.unlink(directory, name);
  }

  @Override
  public void removeDirectory(Descriptor parent, byte[] name) throws ErrnoException {
    ask(PosixCall.REMOVE_DIRECTORY, name);
    super.removeDirectory(parent, name);
  }

  @Override
  public void rename(
      Descriptor directory, byte[] name, Descriptor newDirectory, byte[] newName, RenameMode mode)
      throws ErrnoException {
    ask(PosixCall.RENAME, newName);
    super.rename(directory, name, newDirectory, newName, mode);
  }

  @Override
  public byte @Nullable [] attribute(Descriptor file, byte[] attribute) throws ErrnoException {
    ask(PosixCall.ATTRIBUTE, file.path());
    return super.attribute(file, attribute);
  }

  @Override
  public byte[] attributeNames(Descriptor file) throws ErrnoException {
    ask(PosixCall.ATTRIBUTE_NAMES, file.path());
    return super.attributeNames(file);
  }

  @Override
  public void setAttribute(Descriptor file, byte[] attribute, byte[] value) throws ErrnoException {
    ask(PosixCall.SET_ATTRIBUTE, file.path());
    super.setAttribute(file, attribute, value);
  }

  @Override
  public boolean removeAttribute(Descriptor file, byte[] attribute) throws ErrnoException {
    ask(PosixCall.REMOVE_ATTRIBUTE, file.path());
    return super.removeAttribute(file, attribute);
  }

  @Override
  byte[] readDirectory(Descriptor directory, int room) throws ErrnoException {
    ask(PosixCall.READ_DIRECTORY, directory.path());
    return super.readDirectory(directory, room);
  }

  @Override
  public boolean tryLock(Descriptor file, boolean exclusive) throws ErrnoException {
    ask(PosixCall.TRY_LOCK, file.path());
    return super.tryLock(file, exclusive);
  }

  /**
   * There are no reports of changes: to close their queue waits for a grace period of the kernel,
   * and these tests open and close thousands of engines.
   */
  @Override
  Descriptor openInotify() throws ErrnoException {
    throw new ErrnoException(Errno.ENOSYS, "inotify_init1", Names.NOTHING);
  }
}
