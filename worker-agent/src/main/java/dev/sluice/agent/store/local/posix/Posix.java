package dev.sluice.agent.store.local.posix;

import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * The file calls of Linux that the JDK lacks, with paths as bytes: the one class that calls foreign
 * functions. All of them go through libc's {@code syscall}, so that neither the libc nor its age
 * matters; the kernel must be 5.6 or newer (openat2).
 *
 * <p>Paths of several names go through openat2 only, which follows no symlink and does not leave
 * the directory it starts from. Everything else takes a directory and a single name. So nothing
 * that lies inside a bucket leads out of it.
 *
 * <p>Calls block, and hold a virtual thread's carrier while they do. Short reads and writes and
 * interruptions by signals are carried on. What fails is an {@link ErrnoException}; a malformed
 * name is an {@link IllegalArgumentException}. The class is open so that tests can make single
 * calls fail.
 */
public class Posix {
  private static final int O_RDONLY = 0;
  private static final int O_RDWR = 2;
  private static final int O_CREAT = 0x40;
  private static final int O_EXCL = 0x80;
  private static final int O_NOCTTY = 0x100;
  private static final int O_NONBLOCK = 0x800;
  private static final int O_NOATIME = 0x40000;
  private static final int O_CLOEXEC = 0x80000;
  private static final int RESOLVE_NO_SYMLINKS = 0x04;
  private static final int RESOLVE_BENEATH = 0x08;
  private static final int OPEN_HOW_BYTES = 24;
  private static final int XATTR_ARGS_BYTES = 16;
  private static final int MAX_OPEN_ATTEMPTS = 64;

  private static final int AT_FDCWD = -100;
  private static final int AT_SYMLINK_NOFOLLOW = 0x100;
  private static final int AT_REMOVEDIR = 0x200;
  private static final int AT_EMPTY_PATH = 0x1000;
  private static final int STATX_BASIC_STATS_AND_BTIME = 0xFFF;
  private static final long UTIME_OMIT = 0x3FFFFFFE;
  private static final long FICLONERANGE = 0x4020940DL;
  private static final int LOCK_SH = 1;
  private static final int LOCK_EX = 2;
  private static final int LOCK_NB = 4;
  private static final int POLLIN = 1;
  private static final int ST_RDONLY = 1;
  private static final int SPECIAL_BITS = 0xE00;
  private static final long SAME_OWNER = -1;
  private static final int SIGNAL_SET_BYTES = 8;
  private static final long MAX_COPY_BYTES = 1 << 30;
  private static final int SYNC_FILE_RANGE_WRITE = 2;

  /**
   * First room for an attribute: the kernel clears as much as is asked for each time, and most
   * records are small.
   */
  private static final int SMALL_ATTRIBUTE_BYTES = 1024;

  private static final byte[] NOTHING = {};
  private static final byte[] HERE = {'.'};
  private static final byte[] ROOT = {'/'};
  private static final byte[] INOTIFY = "inotify".getBytes(StandardCharsets.US_ASCII);

  private final int umask = readUmask();

  private volatile boolean abandoned;

  /** Learnt at the first try; a race only means one try more. */
  private volatile boolean getxattratMissing;

  /**
   * Apart from its user, so that an unsupported machine meets a sentence before it meets the
   * linker.
   */
  private static final class Kernel {
    static final Architecture ARCHITECTURE = hostArchitecture();
    static final long ERRNO =
        Linker.Option.captureStateLayout()
            .byteOffset(MemoryLayout.PathElement.groupElement("errno"));
    static final MethodHandle SYSCALL = link();

    @SuppressWarnings("restricted")
    private static MethodHandle link() {
      Linker linker = Linker.nativeLinker();
      ValueLayout.OfLong word = ValueLayout.JAVA_LONG;
      return linker.downcallHandle(
          linker
              .defaultLookup()
              .find("syscall")
              .orElseThrow(() -> new NoSuchElementException("libc: no syscall")),
          FunctionDescriptor.of(word, word, word, word, word, word, word, word),
          Linker.Option.firstVariadicArg(1),
          Linker.Option.captureCallState("errno"));
    }
  }

  /**
   * The calls of this machine.
   *
   * @throws UnsupportedOperationException with a sentence for people, where they cannot work
   */
  public static Posix system() {
    hostArchitecture();
    Posix posix = new Posix();
    try (Descriptor root = posix.openRoot(ROOT)) {
      posix.openDirectory(root, HERE).close();
      return posix;
    } catch (ErrnoException e) {
      throw new UnsupportedOperationException(
          "The local storage engine needs Linux 5.6 or newer with openat2 allowed ("
              + e.getMessage()
              + ").",
          e);
    }
  }

  private static Architecture hostArchitecture() {
    return Architecture.of(System.getProperty("os.name", ""), System.getProperty("os.arch", ""));
  }

  private static int readUmask() {
    try {
      for (String line :
          Files.readAllLines(Path.of("/proc/self/status"), StandardCharsets.ISO_8859_1)) {
        if (line.startsWith("Umask:")) {
          return Integer.parseInt(line.substring("Umask:".length()).trim(), 8);
        }
      }
    } catch (IOException e) {
      // Without /proc it is not known: the mode of everything new is then set once more, which is
      // right as well.
      return 0xFFF;
    }
    return 0xFFF;
  }

  /**
   * Lets every later use of what was opened by this fail with {@link Errno#ESTALE}, but for its
   * closing.
   */
  public final void abandon() {
    abandoned = true;
  }

  /** For {@link CountedDescriptor} only. */
  final boolean isAbandoned() {
    return abandoned;
  }

  // ---- Opening ----

  /**
   * Opens a directory by a path from anywhere, symlinks followed: for the root of the storage,
   * which its owner names.
   */
  public Descriptor openRoot(byte[] absolutePath) throws ErrnoException {
    requirePath(absolutePath);
    try (SyscallArena scratch = SyscallArena.take()) {
      long flags = O_RDONLY | Kernel.ARCHITECTURE.directoryFlag() | O_CLOEXEC;
      long number =
          call(scratch, SystemCall.OPENAT, AT_FDCWD, scratch.firstPath(absolutePath), flags, 0);
      return descriptor(check(number, SystemCall.OPENAT, null, absolutePath), null, absolutePath);
    }
  }

  /**
   * Opens a directory beneath another; {@link Errno#ENOTDIR} or {@link Errno#ELOOP} where something
   * else is in the way.
   */
  public Descriptor openDirectory(Descriptor base, byte[] path) throws ErrnoException {
    return openBeneath(base, path, O_RDONLY | Kernel.ARCHITECTURE.directoryFlag(), 0);
  }

  /**
   * Opens whatever is at a path beneath a directory for reading, without waiting for the other end
   * of a pipe. It may be a directory or a device: ask {@link #stat} before use.
   */
  public Descriptor openForReading(Descriptor base, byte[] path) throws ErrnoException {
    return openBeneath(base, path, O_RDONLY | O_NONBLOCK | O_NOCTTY, 0);
  }

  /** Opens an existing file for reading and writing. */
  public Descriptor openForWriting(Descriptor base, byte[] path) throws ErrnoException {
    return openBeneath(base, path, O_RDWR | O_NONBLOCK | O_NOCTTY, 0);
  }

  /**
   * Creates a file, exactly with this mode whatever the umask; {@link Errno#EEXIST} where the name
   * is taken.
   */
  public Descriptor create(Descriptor directory, byte[] name, int mode) throws ErrnoException {
    requireName(name);
    Descriptor created = openBeneath(directory, name, O_RDWR | O_CREAT | O_EXCL | O_NOCTTY, mode);
    try {
      return withMode(created, mode);
    } catch (ErrnoException e) {
      afterwards(e, () -> unlink(directory, name));
      throw e;
    }
  }

  /**
   * Opens a file for reading and writing; it is created where it is missing, the mode then subject
   * to the umask.
   */
  public Descriptor openOrCreate(Descriptor directory, byte[] name, int mode)
      throws ErrnoException {
    requireName(name);
    return openBeneath(directory, name, O_RDWR | O_CREAT | O_NONBLOCK | O_NOCTTY, mode);
  }

  /**
   * Opens for reading, and leaves the time of last access as it is where this user may: the owner
   * of the file and root may.
   */
  Descriptor openUnseen(Descriptor base, byte[] path, boolean directory) throws ErrnoException {
    int flags = directory ? Kernel.ARCHITECTURE.directoryFlag() : O_NONBLOCK | O_NOCTTY;
    try {
      return openBeneath(base, path, O_RDONLY | O_NOATIME | flags, 0);
    } catch (ErrnoException e) {
      if (e.is(Errno.EPERM)) {
        return openBeneath(base, path, O_RDONLY | flags, 0);
      }
      throw e;
    }
  }

  private Descriptor openBeneath(Descriptor base, byte[] path, int flags, int mode)
      throws ErrnoException {
    requirePath(path);
    Descriptor linked = base.linked(path);
    if (linked != null) {
      return openBeneath(linked, below(path), flags, mode);
    }
    try (CountedDescriptor held = base.hold();
        SyscallArena scratch = SyscallArena.take()) {
      scratch.putLong(0, flags | O_CLOEXEC);
      scratch.putLong(8, mode);
      scratch.putLong(16, RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS);
      long address = scratch.firstPath(path);
      long number = -Errno.EAGAIN.number();
      // EAGAIN: something was renamed meanwhile, and the kernel could not decide whether the path
      // stays beneath.
      for (int attempt = 0;
          attempt < MAX_OPEN_ATTEMPTS && number == -Errno.EAGAIN.number();
          attempt++) {
        number =
            call(
                scratch,
                SystemCall.OPENAT2,
                held.number(),
                address,
                scratch.struct(),
                OPEN_HOW_BYTES);
      }
      return descriptor(check(number, SystemCall.OPENAT2, base, path), base, path);
    }
  }

  /** A path without its first name. */
  private static byte[] below(byte[] path) {
    int at = 0;
    while (at < path.length && path[at] != '/') {
      at++;
    }
    return at >= path.length - 1 ? HERE : Arrays.copyOfRange(path, at + 1, path.length);
  }

  private Descriptor descriptor(long number, @Nullable Descriptor base, byte[] path) {
    return new Descriptor(new CountedDescriptor(this, (int) number), base, path);
  }

  /** Undoes a call that failed half-way. */
  private static void afterwards(ErrnoException failure, ErrnoAction undoing) {
    try {
      undoing.run();
    } catch (ErrnoException e) {
      failure.addSuppressed(e);
    }
  }

  private Descriptor withMode(Descriptor created, int mode) throws ErrnoException {
    if ((mode & umask) != 0) {
      try {
        setMode(created, mode);
      } catch (ErrnoException e) {
        created.close();
        throw e;
      }
    }
    return created;
  }

  /**
   * For {@link CountedDescriptor} only. What close could report, an fsync before it has reported
   * already.
   */
  void closeNumber(int number) {
    try (SyscallArena scratch = SyscallArena.take()) {
      // Never again after EINTR: Linux has given the number back by then.
      syscall(scratch, SystemCall.CLOSE, number, 0, 0, 0, 0, 0);
    }
  }

  // ---- What a file is ----

  /** The attributes of the open file. */
  public FileStat stat(Descriptor file) throws ErrnoException {
    return stat(file, NOTHING, AT_EMPTY_PATH, file.within(), file.path());
  }

  /**
   * The attributes of the name in a directory; a symlink is not followed, except one that the
   * directory was opened to follow.
   */
  public FileStat stat(Descriptor directory, byte[] name) throws ErrnoException {
    requireName(name);
    Descriptor linked = directory.linked(name);
    if (linked != null) {
      return stat(linked);
    }
    return stat(directory, name, AT_SYMLINK_NOFOLLOW, directory, name);
  }

  private FileStat stat(
      Descriptor base, byte[] name, int flags, @Nullable Descriptor within, byte[] shown)
      throws ErrnoException {
    try (CountedDescriptor held = base.hold();
        SyscallArena scratch = SyscallArena.take()) {
      long address = scratch.firstPath(name);
      check(
          call(
              scratch,
              SystemCall.STATX,
              held.number(),
              address,
              flags,
              STATX_BASIC_STATS_AND_BTIME,
              scratch.struct()),
          SystemCall.STATX,
          within,
          shown);
      return new FileStat(
          scratch.getShort(28) & 0xFFFF,
          scratch.getInt(16),
          scratch.getInt(24),
          scratch.getLong(32),
          (long) scratch.getInt(136) << 32 | (scratch.getInt(140) & 0xFFFFFFFFL),
          scratch.getLong(40),
          scratch.getLong(112),
          scratch.getInt(120),
          scratch.getLong(80),
          scratch.getInt(88),
          scratch.getLong(96),
          scratch.getInt(104));
    }
  }

  /** The attributes of the file system that the file lies on. */
  public FileSystemStat fileSystem(Descriptor file) throws ErrnoException {
    try (CountedDescriptor held = file.hold();
        SyscallArena scratch = SyscallArena.take()) {
      check(
          call(scratch, SystemCall.FSTATFS, held.number(), scratch.struct()),
          SystemCall.FSTATFS,
          file);
      long blockBytes = scratch.getLong(72) > 0 ? scratch.getLong(72) : scratch.getLong(8);
      return new FileSystemStat(
          scratch.getLong(0),
          scratch.getLong(16) * blockBytes,
          scratch.getLong(32) * blockBytes,
          scratch.getLong(40),
          scratch.getLong(48),
          scratch.getLong(64),
          (scratch.getLong(80) & ST_RDONLY) != 0);
    }
  }

  /** Sets permissions, exactly. */
  public void setMode(Descriptor file, int mode) throws ErrnoException {
    onFile(SystemCall.FCHMOD, file, mode, 0, 0);
  }

  /** Sets the group, and leaves the owner; {@link Errno#EPERM} where this user may not. */
  public void setGroup(Descriptor file, int group) throws ErrnoException {
    onFile(SystemCall.FCHOWN, file, SAME_OWNER, group, 0);
  }

  /** Sets the time of last modification and leaves that of last access. */
  public void setModified(Descriptor file, long seconds, int nanos) throws ErrnoException {
    try (CountedDescriptor held = file.hold();
        SyscallArena scratch = SyscallArena.take()) {
      scratch.putLong(0, 0);
      scratch.putLong(8, UTIME_OMIT);
      scratch.putLong(16, seconds);
      scratch.putLong(24, nanos);
      long result = call(scratch, SystemCall.UTIMENSAT, held.number(), 0, scratch.struct(), 0);
      check(result, SystemCall.UTIMENSAT, file);
    }
  }

  // ---- Bytes ----

  /**
   * Fills the buffer's remaining bytes from an offset; fastest into a direct buffer.
   *
   * @return bytes read, fewer than remained only where the file ends
   */
  public int read(Descriptor file, ByteBuffer target, long offset) throws ErrnoException {
    int wanted = target.remaining();
    try (CountedDescriptor held = file.hold();
        SyscallArena scratch = SyscallArena.take()) {
      long address = target.isDirect() ? MemorySegment.ofBuffer(target).address() : 0;
      int done = 0;
      while (done < wanted) {
        int rest = wanted - done;
        long at = address == 0 ? scratch.data() : address + done;
        int ask = address == 0 ? Math.min(rest, SyscallArena.DATA_BYTES) : rest;
        int got =
            (int)
                check(
                    call(scratch, SystemCall.PREAD64, held.number(), at, ask, offset + done),
                    SystemCall.PREAD64,
                    file);
        if (got == 0) {
          break;
        }
        if (address == 0) {
          scratch.getData(target.array(), target.arrayOffset() + target.position(), got);
        }
        target.position(target.position() + got);
        done += got;
      }
      return done;
    } finally {
      Reference.reachabilityFence(target);
    }
  }

  /** Writes all remaining bytes of the buffer at an offset; fastest from a direct buffer. */
  public void write(Descriptor file, ByteBuffer source, long offset) throws ErrnoException {
    long next = offset;
    try (CountedDescriptor held = file.hold();
        SyscallArena scratch = SyscallArena.take()) {
      while (source.hasRemaining()) {
        long at = scratch.data();
        int length = Math.min(source.remaining(), SyscallArena.DATA_BYTES);
        if (source.isDirect()) {
          at = MemorySegment.ofBuffer(source).address();
          length = source.remaining();
        } else {
          scratch.putData(source, length);
        }
        int put =
            (int)
                check(
                    call(scratch, SystemCall.PWRITE64, held.number(), at, length, next),
                    SystemCall.PWRITE64,
                    file);
        if (put == 0) {
          throw new ErrnoException(Errno.EIO, "pwrite64 of nothing", file.path());
        }
        source.position(source.position() + put);
        next += put;
      }
    } finally {
      Reference.reachabilityFence(source);
    }
  }

  /** Cuts the file or extends it with zeros. */
  public void truncate(Descriptor file, long size) throws ErrnoException {
    onFile(SystemCall.FTRUNCATE, file, size, 0, 0);
  }

  /**
   * Waits until the file, or the directory's entries, would survive a power cut. A failure must not
   * be tried again.
   */
  public void sync(Descriptor file) throws ErrnoException {
    onFile(SystemCall.FSYNC, file, 0, 0, 0);
  }

  /** Syncs the bytes and the size, not times and attributes; see {@link #sync}. */
  public void syncData(Descriptor file) throws ErrnoException {
    onFile(SystemCall.FDATASYNC, file, 0, 0, 0);
  }

  /** Syncs everything on the file's file system; see {@link #sync}. */
  public void syncFileSystem(Descriptor file) throws ErrnoException {
    onFile(SystemCall.SYNCFS, file, 0, 0, 0);
  }

  /**
   * Lets the kernel begin to write a range of a file to the disk, without waiting for the end of
   * it: nothing is durable by this. What it reports, a later {@link #sync} reports as well.
   */
  public void beginWriteback(Descriptor file, long offset, long length) throws ErrnoException {
    onFile(SystemCall.SYNC_FILE_RANGE, file, offset, length, SYNC_FILE_RANGE_WRITE);
  }

  /**
   * Copies a range inside the kernel, shared where the file system can.
   *
   * @return bytes copied, fewer than asked only where the source ends; {@link Errno#EXDEV}, {@link
   *     Errno#EOPNOTSUPP} or {@link Errno#EINVAL} where this kernel or file system cannot
   */
  public long copyRange(
      Descriptor source, long sourceOffset, Descriptor target, long targetOffset, long length)
      throws ErrnoException {
    try (CountedDescriptor from = source.hold();
        CountedDescriptor to = target.hold();
        SyscallArena scratch = SyscallArena.take()) {
      long done = 0;
      while (done < length) {
        scratch.putLong(0, sourceOffset + done);
        scratch.putLong(8, targetOffset + done);
        long result =
            syscall(
                scratch,
                SystemCall.COPY_FILE_RANGE,
                from.number(),
                scratch.struct(),
                to.number(),
                scratch.struct() + 8,
                Math.min(length - done, MAX_COPY_BYTES),
                0);
        if (result == -Errno.EINTR.number()) {
          continue;
        }
        if (check(result, SystemCall.COPY_FILE_RANGE, target) == 0) {
          break;
        }
        done += result;
      }
      return done;
    }
  }

  /**
   * Makes a range share another's bytes; both ends on block boundaries, except the end of the
   * source.
   */
  public void shareRange(
      Descriptor source, long sourceOffset, Descriptor target, long targetOffset, long length)
      throws ErrnoException {
    try (CountedDescriptor from = source.hold();
        CountedDescriptor to = target.hold();
        SyscallArena scratch = SyscallArena.take()) {
      scratch.putLong(0, from.number());
      scratch.putLong(8, sourceOffset);
      scratch.putLong(16, length);
      scratch.putLong(24, targetOffset);
      long result = call(scratch, SystemCall.IOCTL, to.number(), FICLONERANGE, scratch.struct());
      check(result, SystemCall.IOCTL, target);
    }
  }

  // ---- Names ----

  /**
   * Creates a directory, exactly with this mode whatever the umask (a set-group-id bit that it
   * inherits stays).
   */
  public void makeDirectory(Descriptor parent, byte[] name, int mode) throws ErrnoException {
    onName(SystemCall.MKDIRAT, parent, name, mode);
    // The call itself leaves set-group-id out.
    if ((mode & (umask | SPECIAL_BITS)) != 0) {
      try (Descriptor made = openDirectory(parent, name)) {
        setMode(made, mode | (stat(made).mode() & FileStat.SET_GROUP_ID));
      } catch (ErrnoException e) {
        afterwards(e, () -> removeDirectory(parent, name));
        throw e;
      }
    }
  }

  /**
   * Gives an existing file one more name; {@link Errno#EEXIST} where that is taken. A symlink is
   * not followed.
   */
  public void link(Descriptor directory, byte[] name, Descriptor newDirectory, byte[] newName)
      throws ErrnoException {
    onTwoNames(SystemCall.LINKAT, directory, name, newDirectory, newName, 0);
  }

  /** Removes a name that is no directory's. */
  public void unlink(Descriptor directory, byte[] name) throws ErrnoException {
    onName(SystemCall.UNLINKAT, directory, name, 0);
  }

  /** Removes an empty directory; {@link Errno#ENOTEMPTY} where it is not. */
  public void removeDirectory(Descriptor parent, byte[] name) throws ErrnoException {
    onName(SystemCall.UNLINKAT, parent, name, AT_REMOVEDIR);
  }

  /** Renames, atomically. */
  public void rename(
      Descriptor directory, byte[] name, Descriptor newDirectory, byte[] newName, RenameMode mode)
      throws ErrnoException {
    onTwoNames(SystemCall.RENAMEAT2, directory, name, newDirectory, newName, mode.flag());
  }

  // ---- Extended attributes ----

  /**
   * The value of an attribute; null where the file has none of that name.
   *
   * @param attribute with its class: {@code user.sluice}
   */
  public byte @Nullable [] attribute(Descriptor file, byte[] attribute) throws ErrnoException {
    requirePath(attribute);
    try (CountedDescriptor held = file.hold();
        SyscallArena scratch = SyscallArena.take()) {
      long address = scratch.firstPath(attribute);
      return attribute(scratch, SystemCall.FGETXATTR, held.number(), address, file.path());
    }
  }

  /**
   * The same of an entry of a directory, without opening it. Needs {@code /proc} before Linux 6.13.
   */
  public byte @Nullable [] attribute(Descriptor directory, byte[] name, byte[] attribute)
      throws ErrnoException {
    requireName(name);
    requirePath(attribute);
    try (CountedDescriptor held = directory.hold();
        SyscallArena scratch = SyscallArena.take()) {
      if (!getxattratMissing) {
        long length = getxattrat(scratch, held.number(), name, attribute, SMALL_ATTRIBUTE_BYTES);
        if (length == -Errno.ERANGE.number()) {
          length = getxattrat(scratch, held.number(), name, attribute, SyscallArena.DATA_BYTES);
        }
        getxattratMissing = length == -Errno.ENOSYS.number();
        // EPERM: a sandbox that does not know the call.
        if (!getxattratMissing && length != -Errno.EPERM.number()) {
          return value(scratch, length, SystemCall.GETXATTRAT, name);
        }
      }
      long file = scratch.procPath(held.number(), name);
      return attribute(scratch, SystemCall.LGETXATTR, file, scratch.secondPath(attribute), name);
    }
  }

  private static long getxattrat(
      SyscallArena scratch, int directory, byte[] name, byte[] attribute, int room) {
    long path = scratch.firstPath(name);
    long title = scratch.secondPath(attribute);
    scratch.putLong(0, scratch.data());
    scratch.putInt(8, room);
    scratch.putInt(12, 0);
    long args = scratch.struct();
    return call(
        scratch,
        SystemCall.GETXATTRAT,
        directory,
        path,
        AT_SYMLINK_NOFOLLOW,
        title,
        args,
        XATTR_ARGS_BYTES);
  }

  private static byte @Nullable [] attribute(
      SyscallArena scratch, SystemCall get, long file, long attribute, byte[] shown)
      throws ErrnoException {
    long length = call(scratch, get, file, attribute, scratch.data(), SMALL_ATTRIBUTE_BYTES);
    if (length == -Errno.ERANGE.number()) {
      length = call(scratch, get, file, attribute, scratch.data(), SyscallArena.DATA_BYTES);
    }
    return value(scratch, length, get, shown);
  }

  private static byte @Nullable [] value(
      SyscallArena scratch, long length, SystemCall get, byte[] shown) throws ErrnoException {
    if (length == -Errno.ENODATA.number()) {
      return null;
    }
    byte[] value = new byte[(int) check(length, get, null, shown)];
    scratch.getData(value, 0, value.length);
    return value;
  }

  /** The names of all attributes that the user may see, each with a NUL behind it. */
  public byte[] attributeNames(Descriptor file) throws ErrnoException {
    try (CountedDescriptor held = file.hold();
        SyscallArena scratch = SyscallArena.take()) {
      SystemCall list = SystemCall.FLISTXATTR;
      long length = call(scratch, list, held.number(), scratch.data(), SMALL_ATTRIBUTE_BYTES);
      if (length == -Errno.ERANGE.number()) {
        length = call(scratch, list, held.number(), scratch.data(), SyscallArena.DATA_BYTES);
      }
      byte[] names = new byte[(int) check(length, list, file)];
      scratch.getData(names, 0, names.length);
      return names;
    }
  }

  /**
   * Sets an attribute, atomically.
   *
   * <p>Too large a value is {@link Errno#ENOSPC}, {@link Errno#E2BIG} or {@link Errno#ERANGE}, as
   * the file system likes; without attributes at all it is {@link Errno#EOPNOTSUPP}.
   */
  public void setAttribute(Descriptor file, byte[] attribute, byte[] value) throws ErrnoException {
    requirePath(attribute);
    if (value.length > SyscallArena.DATA_BYTES) {
      throw new ErrnoException(Errno.E2BIG, SystemCall.FSETXATTR.title(), file.path());
    }
    try (CountedDescriptor held = file.hold();
        SyscallArena scratch = SyscallArena.take()) {
      long address = scratch.firstPath(attribute);
      scratch.putData(ByteBuffer.wrap(value), value.length);
      long result =
          call(
              scratch,
              SystemCall.FSETXATTR,
              held.number(),
              address,
              scratch.data(),
              value.length,
              0);
      check(result, SystemCall.FSETXATTR, file);
    }
  }

  /** Removes an attribute; false where the file has none of that name. */
  public boolean removeAttribute(Descriptor file, byte[] attribute) throws ErrnoException {
    requirePath(attribute);
    try (CountedDescriptor held = file.hold();
        SyscallArena scratch = SyscallArena.take()) {
      long result =
          call(scratch, SystemCall.FREMOVEXATTR, held.number(), scratch.firstPath(attribute));
      return result != -Errno.ENODATA.number() && check(result, SystemCall.FREMOVEXATTR, file) == 0;
    }
  }

  // ---- Directories, locks, events ----

  /**
   * Reads on in a directory: the kernel's records {@code linux_dirent64}, whole ones only, in an
   * array as large as they are. {@link DirectoryCursor} reads them.
   *
   * @param room the most, bytes
   * @return nothing at the end
   */
  byte[] readDirectory(Descriptor directory, int room) throws ErrnoException {
    try (CountedDescriptor held = directory.hold();
        SyscallArena scratch = SyscallArena.take()) {
      SystemCall call = SystemCall.GETDENTS64;
      int most = Math.min(room, SyscallArena.DATA_BYTES);
      long got = check(call(scratch, call, held.number(), scratch.data(), most), call, directory);
      byte[] records = new byte[(int) got];
      scratch.getData(records, 0, records.length);
      return records;
    }
  }

  /**
   * Locks the file against other open descriptions of it until this one is closed; false where it
   * is held already.
   */
  public boolean tryLock(Descriptor file, boolean exclusive) throws ErrnoException {
    try (CountedDescriptor held = file.hold();
        SyscallArena scratch = SyscallArena.take()) {
      long result =
          call(scratch, SystemCall.FLOCK, held.number(), (exclusive ? LOCK_EX : LOCK_SH) | LOCK_NB);
      return result != -Errno.EAGAIN.number() && check(result, SystemCall.FLOCK, file) == 0;
    }
  }

  /** A queue of events that never makes a reader wait; {@link Inotify} wraps it. */
  Descriptor openInotify() throws ErrnoException {
    try (SyscallArena scratch = SyscallArena.take()) {
      long number = call(scratch, SystemCall.INOTIFY_INIT1, O_NONBLOCK | O_CLOEXEC, 0);
      return descriptor(check(number, SystemCall.INOTIFY_INIT1, null, INOTIFY), null, INOTIFY);
    }
  }

  /**
   * Watches an open directory; needs {@code /proc}. {@link Errno#ENOSPC} where the user has no
   * watches left.
   */
  int addWatch(Descriptor inotify, Descriptor directory, int mask) throws ErrnoException {
    try (CountedDescriptor queue = inotify.hold();
        CountedDescriptor held = directory.hold();
        SyscallArena scratch = SyscallArena.take()) {
      long path = scratch.procPath(held.number(), null);
      long watch = call(scratch, SystemCall.INOTIFY_ADD_WATCH, queue.number(), path, mask);
      return (int) check(watch, SystemCall.INOTIFY_ADD_WATCH, directory);
    }
  }

  /** Ends a watch; {@link Errno#EINVAL} where it ended already. */
  void removeWatch(Descriptor inotify, int watch) throws ErrnoException {
    onFile(SystemCall.INOTIFY_RM_WATCH, inotify, watch, 0, 0);
  }

  /** The events waiting, whole ones only; 0 bytes where there are none. */
  int readEvents(Descriptor inotify, byte[] batch) throws ErrnoException {
    try {
      return fill(SystemCall.READ, inotify, batch);
    } catch (ErrnoException e) {
      if (e.is(Errno.EAGAIN)) {
        return 0;
      }
      throw e;
    }
  }

  /**
   * Waits until there is something to read, or the time is over; a signal may end the wait early.
   */
  boolean awaitReadable(Descriptor file, Duration timeout) throws ErrnoException {
    try (CountedDescriptor held = file.hold();
        SyscallArena scratch = SyscallArena.take()) {
      scratch.putInt(0, held.number());
      scratch.putInt(4, POLLIN);
      scratch.putLong(8, timeout.toSeconds());
      scratch.putLong(16, timeout.toNanosPart());
      long struct = scratch.struct();
      long ready =
          syscall(scratch, SystemCall.PPOLL, struct, 1, struct + 8, 0, SIGNAL_SET_BYTES, 0);
      return ready != -Errno.EINTR.number() && check(ready, SystemCall.PPOLL, file) > 0;
    }
  }

  private int fill(SystemCall call, Descriptor source, byte[] batch) throws ErrnoException {
    try (CountedDescriptor held = source.hold();
        SyscallArena scratch = SyscallArena.take()) {
      int room = Math.min(batch.length, SyscallArena.DATA_BYTES);
      int got = (int) check(call(scratch, call, held.number(), scratch.data(), room), call, source);
      scratch.getData(batch, 0, got);
      return got;
    }
  }

  // ---- The calls themselves ----

  private void onFile(SystemCall call, Descriptor file, long second, long third, long fourth)
      throws ErrnoException {
    try (CountedDescriptor held = file.hold();
        SyscallArena scratch = SyscallArena.take()) {
      check(call(scratch, call, held.number(), second, third, fourth), call, file);
    }
  }

  private void onName(SystemCall call, Descriptor directory, byte[] name, int last)
      throws ErrnoException {
    requireName(name);
    try (CountedDescriptor held = directory.hold();
        SyscallArena scratch = SyscallArena.take()) {
      check(
          call(scratch, call, held.number(), scratch.firstPath(name), last), call, directory, name);
    }
  }

  private void onTwoNames(
      SystemCall call,
      Descriptor directory,
      byte[] name,
      Descriptor newDirectory,
      byte[] newName,
      int flags)
      throws ErrnoException {
    requireName(name);
    requireName(newName);
    try (CountedDescriptor from = directory.hold();
        CountedDescriptor to = newDirectory.hold();
        SyscallArena scratch = SyscallArena.take()) {
      long oldPath = scratch.firstPath(name);
      long newPath = scratch.secondPath(newName);
      check(
          call(scratch, call, from.number(), oldPath, to.number(), newPath, flags),
          call,
          newDirectory,
          newName);
    }
  }

  private static long call(SyscallArena scratch, SystemCall call, long first, long second) {
    return call(scratch, call, first, second, 0, 0, 0);
  }

  private static long call(
      SyscallArena scratch, SystemCall call, long first, long second, long third) {
    return call(scratch, call, first, second, third, 0, 0);
  }

  private static long call(
      SyscallArena scratch, SystemCall call, long first, long second, long third, long fourth) {
    return call(scratch, call, first, second, third, fourth, 0);
  }

  private static long call(
      SyscallArena scratch,
      SystemCall call,
      long first,
      long second,
      long third,
      long fourth,
      long fifth) {
    return call(scratch, call, first, second, third, fourth, fifth, 0);
  }

  /** The call's result, or its error number negated; carried on after signals. */
  private static long call(
      SyscallArena scratch,
      SystemCall call,
      long first,
      long second,
      long third,
      long fourth,
      long fifth,
      long sixth) {
    long result;
    do {
      result = syscall(scratch, call, first, second, third, fourth, fifth, sixth);
    } while (result == -Errno.EINTR.number());
    return result;
  }

  private static long syscall(
      SyscallArena scratch,
      SystemCall call,
      long first,
      long second,
      long third,
      long fourth,
      long fifth,
      long sixth) {
    try {
      MemorySegment state = scratch.state();
      long number = call.number(Kernel.ARCHITECTURE);
      long result =
          (long)
              Kernel.SYSCALL.invokeExact(state, number, first, second, third, fourth, fifth, sixth);
      return result == -1 ? -state.get(ValueLayout.JAVA_INT, Kernel.ERRNO) : result;
    } catch (Throwable e) {
      throw new AssertionError("a foreign call threw, which it cannot", e);
    }
  }

  private static long check(long result, SystemCall call, Descriptor file) throws ErrnoException {
    return check(result, call, file.within(), file.path());
  }

  private static long check(long result, SystemCall call, @Nullable Descriptor within, byte[] path)
      throws ErrnoException {
    if (result < 0) {
      throw new ErrnoException((int) -result, call.title(), within, path);
    }
    return result;
  }

  /** A NUL would silently end the path early, and so name another file. */
  private static void requirePath(byte[] path) throws ErrnoException {
    if (path.length > SyscallArena.MAX_PATH_BYTES) {
      throw new ErrnoException(Errno.ENAMETOOLONG, "path of " + path.length + " bytes", path);
    }
    for (byte b : path) {
      if (b == 0) {
        throw new IllegalArgumentException(
            "path holds NUL: " + new String(path, StandardCharsets.UTF_8));
      }
    }
  }

  private static void requireName(byte[] name) throws ErrnoException {
    requirePath(name);
    boolean dots =
        name.length <= 2 && name.length > 0 && name[0] == '.' && name[name.length - 1] == '.';
    boolean slash = false;
    for (byte b : name) {
      slash |= b == '/';
    }
    if (name.length == 0 || dots || slash) {
      throw new IllegalArgumentException(
          "name: '"
              + new String(name, StandardCharsets.UTF_8)
              + "' (expected: a single name, not . or ..)");
    }
  }
}
