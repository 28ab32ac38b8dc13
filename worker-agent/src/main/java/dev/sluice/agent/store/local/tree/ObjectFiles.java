package dev.sluice.agent.store.local.tree;

import dev.sluice.agent.store.key.KeyPath;
import dev.sluice.agent.store.local.posix.Descriptor;
import dev.sluice.agent.store.local.posix.ErrnoException;
import dev.sluice.agent.store.local.posix.FileType;
import dev.sluice.agent.store.local.posix.Posix;
import org.jspecify.annotations.Nullable;

/** Opens the files of objects where they lie, without their records. */
public final class ObjectFiles {
  private ObjectFiles() {}

  /** The object at a place, open; null where there is none. */
  public static @Nullable Descriptor open(Posix posix, Descriptor root, ObjectPath path)
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
  public static @Nullable Descriptor open(Posix posix, Descriptor base, byte[] path)
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
