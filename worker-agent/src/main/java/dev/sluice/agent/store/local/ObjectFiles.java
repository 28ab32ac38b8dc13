package dev.sluice.agent.store.local;

import dev.sluice.agent.store.KeyPath;
import org.jspecify.annotations.Nullable;

/** Opens the files of objects where they lie, without their records. */
final class ObjectFiles {
  private ObjectFiles() {}

  /** The object at a place, open; null where there is none. */
  static @Nullable Descriptor open(Posix posix, Descriptor root, ObjectPath path)
      throws ErrnoException {
    Descriptor found = open(posix, root, path.pathInRoot());
    if (found == null || !posix.stat(found).isDirectory() || !path.hasTwoHomes()) {
      return found;
    }
    try (Descriptor directory = found) {
      return open(posix, directory, KeyPath.selfName());
    }
  }

  /** A regular file or a directory; null where there is none. */
  static @Nullable Descriptor open(Posix posix, Descriptor base, byte[] path)
      throws ErrnoException {
    Descriptor file;
    try {
      file = posix.openForReading(base, path);
    } catch (ErrnoException e) {
      return switch (e.errno()) {
        case ENOENT, ENOTDIR, ELOOP, ENXIO, ENODEV, EXDEV -> null;
        default -> throw e;
      };
    }
    FileType type = FileType.UNKNOWN;
    try {
      type = posix.stat(file).type();
      return type == FileType.REGULAR || type == FileType.DIRECTORY ? file : null;
    } finally {
      if (type != FileType.REGULAR && type != FileType.DIRECTORY) {
        file.close();
      }
    }
  }
}
