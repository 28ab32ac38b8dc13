package dev.sluice.agent.store.local.posix;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whole files and directory trees of Sluice's own. */
public final class Tree {
  /** Largest file that is read whole: far more than any record needs. */
  private static final long MAX_FILE_BYTES = 64L << 20;

  /** Largest record: ten thousand parts with checksums have less than one MiB. */
  private static final long MAX_RECORD_BYTES = 8L << 20;

  /** Deeper than any key's directories: {@code a//} takes two of them; own ones are flat. */
  public static final int MAX_DEPTH = 1024;

  private Tree() {}

  /** The attributes of the name; null where there is no such name. */
  public static @Nullable FileStat stat(Posix posix, Descriptor directory, byte[] name)
      throws ErrnoException {
    try {
      return posix.stat(directory, name);
    } catch (ErrnoException e) {
      if (e.is(Errno.ENOENT)) {
        return null;
      }
      throw e;
    }
  }

  /** The type of the current entry; {@link FileType#UNKNOWN} where it has vanished. */
  public static FileType typeOf(Posix posix, DirectoryCursor cursor) throws ErrnoException {
    if (cursor.type() != FileType.UNKNOWN) {
      return cursor.type();
    }
    FileStat stat = stat(posix, cursor.directory(), cursor.name());
    return stat == null ? FileType.UNKNOWN : stat.type();
  }

  /** The names in a directory, in no order. */
  public static List<byte[]> names(Posix posix, Descriptor directory) throws ErrnoException {
    List<byte[]> names = new ArrayList<>();
    try (DirectoryCursor cursor = DirectoryCursor.open(posix, directory)) {
      while (cursor.next()) {
        names.add(cursor.name());
      }
    }
    return names;
  }

  /** The names in a directory below another one; none where it is missing. */
  public static List<byte[]> names(Posix posix, Descriptor above, byte[] directory)
      throws ErrnoException {
    try (Descriptor opened = posix.openDirectory(above, directory)) {
      return names(posix, opened);
    } catch (ErrnoException e) {
      if (e.is(Errno.ENOENT)) {
        return List.of();
      }
      throw e;
    }
  }

  /** Opens a directory, made before where it is missing. */
  public static Descriptor openOrMakeDirectory(
      Posix posix, Descriptor parent, byte[] name, int mode) throws ErrnoException {
    try {
      posix.makeDirectory(parent, name, mode);
    } catch (ErrnoException e) {
      if (!e.is(Errno.EEXIST)) {
        throw e;
      }
    }
    return posix.openDirectory(parent, name);
  }

  /**
   * The bytes of a small file that counts as absent where something else bears its name, a link, a
   * pipe or a directory, where it may not be read, or where it is larger than any record.
   */
  public static byte @Nullable [] readRecord(Posix posix, Descriptor directory, byte[] path)
      throws ErrnoException {
    try {
      return read(posix, directory, path, MAX_RECORD_BYTES);
    } catch (ErrnoException e) {
      return switch (e.errno()) {
        case ELOOP, ENOTDIR, ENXIO, ENODEV, EACCES, EPERM -> null;
        default -> throw e;
      };
    }
  }

  /** The bytes of a small file; null where there is none, or it is no file or too large. */
  public static byte @Nullable [] read(Posix posix, Descriptor directory, byte[] path)
      throws ErrnoException {
    return read(posix, directory, path, MAX_FILE_BYTES);
  }

  private static byte @Nullable [] read(
      Posix posix, Descriptor directory, byte[] path, long maxBytes) throws ErrnoException {
    try (Descriptor file = posix.openForReading(directory, path)) {
      FileStat stat = posix.stat(file);
      if (!stat.isRegular() || stat.size() > maxBytes) {
        return null;
      }
      byte[] bytes = new byte[(int) stat.size()];
      int filled = posix.read(file, java.nio.ByteBuffer.wrap(bytes), 0);
      return filled == bytes.length ? bytes : java.util.Arrays.copyOf(bytes, filled);
    } catch (ErrnoException e) {
      if (e.is(Errno.ENOENT)) {
        return null;
      }
      throw e;
    }
  }

  /** Removes what a failed call had begun; what remains is left to the sweep. */
  public static void removeAfter(
      ErrnoException failure, Posix posix, Descriptor parent, byte[] name) {
    try {
      remove(posix, parent, name);
    } catch (ErrnoException e) {
      failure.addSuppressed(e);
    }
  }

  /** Removes whatever bears the name, with all below it; nothing happens where nothing does. */
  public static void remove(Posix posix, Descriptor parent, byte[] name) throws ErrnoException {
    remove(posix, parent, name, 0);
  }

  private static void remove(Posix posix, Descriptor parent, byte[] name, int depth)
      throws ErrnoException {
    if (depth > MAX_DEPTH) {
      throw new ErrnoException(Errno.ENAMETOOLONG, "removal of a tree", name);
    }
    FileStat stat = stat(posix, parent, name);
    if (stat == null) {
      return;
    }
    if (!stat.isDirectory()) {
      posix.unlink(parent, name);
      return;
    }
    try (Descriptor directory = posix.openDirectory(parent, name)) {
      for (byte[] inner : names(posix, directory)) {
        remove(posix, directory, inner, depth + 1);
      }
    }
    posix.removeDirectory(parent, name);
  }
}
