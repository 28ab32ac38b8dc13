package dev.sluice.agent.store.local.posix;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Walks over the entries of a directory in the file system's own order, without an object per
 * entry. Names come as bytes. {@code .} and {@code ..} are left out. Entries that come or go
 * meanwhile may show up or not; all others do, once.
 *
 * <p>For one thread at a time.
 */
public final class DirectoryCursor implements AutoCloseable {
  private static final int BATCH_BYTES = 32 * 1024;

  /** Batches of a directory after which the rest of it is read ahead: it has thousands of names. */
  private static final int BATCHES_BEFORE_READING_AHEAD = 8;

  private static final boolean SPARE_PROCESSOR = Runtime.getRuntime().availableProcessors() > 1;
  private static final int TYPE_OFFSET = 18;
  private static final int NAME_OFFSET = 19;
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.nativeOrder());
  private static final byte[] HERE = {'.'};

  private final Posix posix;
  private final Descriptor directory;
  private @Nullable ReadAhead ahead;
  private int batches;
  private byte[] batch = {};
  private int next;
  private int current;
  private int nameEnd;

  private DirectoryCursor(Posix posix, Descriptor directory) {
    this.posix = posix;
    this.directory = directory;
  }

  /**
   * Starts before the first entry. The directory is opened anew, so that cursors on the same one do
   * not disturb each other.
   */
  public static DirectoryCursor open(Posix posix, Descriptor directory) throws ErrnoException {
    return new DirectoryCursor(posix, posix.openDirectory(directory, HERE));
  }

  /**
   * Walks over a directory that was opened for it alone, and takes it over: no opening anew.
   *
   * @param directory nothing was read of it yet
   */
  public static DirectoryCursor over(Posix posix, Descriptor directory) {
    return new DirectoryCursor(posix, directory);
  }

  /** The directory that it walks over; closed with it. */
  Descriptor directory() {
    return directory;
  }

  /** Steps to the next entry; false at the end. */
  public boolean next() throws ErrnoException {
    do {
      if (next >= batch.length) {
        batch = fill();
        next = 0;
        if (batch.length == 0) {
          return false;
        }
      }
      current = next;
      next = current + (short) SHORT.get(batch, current + 16);
      nameEnd = endOfName();
    } while (isDots());
    return true;
  }

  private byte[] fill() throws ErrnoException {
    if (ahead == null && SPARE_PROCESSOR && batches++ == BATCHES_BEFORE_READING_AHEAD) {
      ahead = new ReadAhead(this::read);
    }
    return ahead == null ? read() : ahead.next();
  }

  /** A directory that was removed while it is open has no entries any more. */
  private byte[] read() throws ErrnoException {
    try {
      return posix.readDirectory(directory, BATCH_BYTES);
    } catch (ErrnoException e) {
      if (e.is(Errno.ENOENT)) {
        return Names.NOTHING;
      }
      throw e;
    }
  }

  /** Type of the current entry, as far as the directory has it. */
  public FileType type() {
    return FileType.ofDirent(batch[current + TYPE_OFFSET]);
  }

  /**
   * Inode of the current entry; that of the directory below it where the entry is a mount point.
   */
  long inode() {
    return (long) LONG.get(batch, current);
  }

  /** Length of the current entry's name, bytes. */
  int nameLength() {
    return nameEnd - current - NAME_OFFSET;
  }

  /** Copies the current entry's name. */
  void copyName(byte[] target, int offset) {
    System.arraycopy(batch, current + NAME_OFFSET, target, offset, nameLength());
  }

  /** The current entry's name. */
  public byte[] name() {
    return Arrays.copyOfRange(batch, current + NAME_OFFSET, nameEnd);
  }

  /**
   * The array that the current entry's name lies in, from {@link #nameFrom} to {@link #nameTo}; not
   * to be changed.
   */
  public byte[] batch() {
    return batch;
  }

  public int nameFrom() {
    return current + NAME_OFFSET;
  }

  public int nameTo() {
    return nameEnd;
  }

  private int endOfName() {
    // The kernel fills records up to eight bytes: the NUL is among the last ones.
    int end = Math.max(current + NAME_OFFSET, next - Long.BYTES);
    while (batch[end] != 0) {
      end++;
    }
    return end;
  }

  private boolean isDots() {
    int length = nameLength();
    int first = current + NAME_OFFSET;
    return length <= 2 && batch[first] == '.' && batch[first + length - 1] == '.';
  }

  @Override
  public void close() {
    try (directory) {
      if (ahead != null) {
        ahead.close();
      }
    }
  }
}
