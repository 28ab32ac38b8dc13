package dev.sluice.agent.store.local;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The data folder, locked, with Sluice's own directory in it. */
final class LocalRoot implements AutoCloseable {
  static final int FORMAT_VERSION = 1;

  private static final byte[] OWN = Names.of(".sluice");
  private static final byte[] LOCK = Names.of("lock");
  private static final byte[] FORMAT = Names.of("format");
  private static final byte[] NEW_FORMAT = Names.of("format.new");
  private static final byte[] BUCKETS = Names.of("buckets");
  private static final int DIRECTORY_MODE = 0700;
  private static final int FILE_MODE = 0600;

  private final Descriptor directory;
  private final Descriptor lock;
  private final Descriptor buckets;
  private final StorageArea area;

  private LocalRoot(Descriptor directory, Descriptor lock, Descriptor buckets, StorageArea area) {
    this.directory = directory;
    this.lock = lock;
    this.buckets = buckets;
    this.area = area;
  }

  /**
   * Opens the folder for this process alone.
   *
   * @throws IllegalStateException with one sentence for people, where it cannot be served
   */
  static LocalRoot open(Posix posix, Syncs syncs, Spaces spaces, Path path) {
    String shown = "The data folder " + path;
    try {
      Descriptor directory = posix.openRoot(Names.of(path.toAbsolutePath().toString()));
      try (Descriptor own = Tree.openOrMakeDirectory(posix, directory, OWN, DIRECTORY_MODE)) {
        return open(posix, syncs, spaces, shown, directory, own);
      } catch (ErrnoException | RuntimeException e) {
        directory.close();
        throw e;
      }
    } catch (ErrnoException e) {
      throw new IllegalStateException(shown + sentence(e), e);
    } catch (UnfitFileSystem e) {
      throw new IllegalStateException(shown + " cannot be used: " + e.getMessage(), e);
    }
  }

  private static LocalRoot open(
      Posix posix, Syncs syncs, Spaces spaces, String shown, Descriptor directory, Descriptor own)
      throws ErrnoException {
    Descriptor lock = posix.openOrCreate(own, LOCK, FILE_MODE);
    try {
      if (!posix.tryLock(lock, true)) {
        throw new IllegalStateException(
            shown + " is served by another agent already, or is being checked.");
      }
      boolean isNew = format(posix, shown, own).isEmpty();
      syncs.fileSystem(directory);
      Descriptor buckets = Tree.openOrMakeDirectory(posix, own, BUCKETS, DIRECTORY_MODE);
      StorageArea area = StorageArea.open(posix, syncs, spaces, own);
      if (isNew) {
        writeFormat(posix, syncs, own);
      }
      syncs.directory(own);
      syncs.directory(directory);
      return new LocalRoot(directory, lock, buckets, area);
    } catch (ErrnoException | RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  /** Of a folder that may have nothing of Sluice's in it, and is left as it is. */
  static void requireKnownFormat(Posix posix, String shown, Descriptor directory)
      throws ErrnoException {
    try (Descriptor own = posix.openDirectory(directory, OWN)) {
      format(posix, shown, own);
    } catch (ErrnoException e) {
      // Where it may not be read the objects may be all the same.
      if (!e.is(Errno.ENOENT) && !e.is(Errno.EACCES)) {
        throw e;
      }
    }
  }

  /** The format that stands there, which is known; empty where none does. */
  private static String format(Posix posix, String shown, Descriptor own) throws ErrnoException {
    byte[] bytes = Tree.read(posix, own, FORMAT);
    if (bytes == null && Tree.stat(posix, own, FORMAT) != null) {
      throw new IllegalStateException(
          shown + " has a storage format that cannot be read: .sluice/format is no small file.");
    }
    String format = bytes == null ? "" : new String(bytes, StandardCharsets.UTF_8).strip();
    if (!format.isEmpty() && !format.equals(Integer.toString(FORMAT_VERSION))) {
      throw new IllegalStateException(
          shown
              + " has storage format "
              + shown(format)
              + ", and this version of Sluice knows only format "
              + FORMAT_VERSION
              + ".");
    }
    return format;
  }

  /** Whatever stands there, in a line. */
  private static String shown(String format) {
    String visible = format.replaceAll("[^!-~]", "?");
    return visible.length() > 40 ? visible.substring(0, 40) + "…" : visible;
  }

  private static void writeFormat(Posix posix, Syncs syncs, Descriptor own) throws ErrnoException {
    Tree.remove(posix, own, NEW_FORMAT);
    try (Descriptor file = posix.create(own, NEW_FORMAT, FILE_MODE)) {
      posix.write(file, ByteBuffer.wrap(Names.of(FORMAT_VERSION + "\n")), 0);
      syncs.file(file);
    }
    posix.rename(own, NEW_FORMAT, own, FORMAT, RenameMode.REPLACE);
  }

  private static String sentence(ErrnoException e) {
    return switch (e.errno()) {
      case ENOENT -> " does not exist.";
      case ENOTDIR, ELOOP ->
          " is no folder, or has a file or a link in the place of one of Sluice's own ("
              + e.getMessage()
              + ").";
      case EACCES, EPERM -> " may not be read and written by this user (" + e.getMessage() + ").";
      case EROFS ->
          " is read-only (" + e.getMessage() + "); it can be served with --read-only true.";
      case ENOSPC, EDQUOT -> " has no space left (" + e.getMessage() + ").";
      default -> " cannot be used (" + e.getMessage() + ").";
    };
  }

  /** The folder itself. */
  Descriptor directory() {
    return directory;
  }

  /** Where the settings of buckets lie. */
  Descriptor buckets() {
    return buckets;
  }

  /** Sluice's own area on the folder's file system. */
  StorageArea area() {
    return area;
  }

  @Override
  public void close() {
    area.close();
    buckets.close();
    lock.close();
    directory.close();
  }
}
