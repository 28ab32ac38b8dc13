package dev.sluice.agent.store.local.tree;

import dev.sluice.agent.store.local.posix.Descriptor;
import dev.sluice.agent.store.local.posix.ErrnoException;
import dev.sluice.agent.store.local.posix.FileStat;
import dev.sluice.agent.store.local.posix.Names;
import dev.sluice.agent.store.local.posix.Posix;
import java.util.Arrays;

/**
 * The marks on folders that Sluice makes: an attribute that holds the folder's own inode, so that
 * the mark on a copy counts for nothing. Only a marked folder goes with its last key; any other was
 * made by people, and stays.
 */
public final class FolderMarks {
  static final byte[] ATTRIBUTE = Names.of("user.sluice.folder");

  private final Posix posix;

  public FolderMarks(Posix posix) {
    this.posix = posix;
  }

  /**
   * Marks a new folder, where the file system can; where it cannot the folder will stay, which does
   * no harm.
   *
   * @param stat of the folder
   */
  void mark(Descriptor folder, FileStat stat) throws ErrnoException {
    try {
      posix.setAttribute(folder, ATTRIBUTE, value(stat));
    } catch (ErrnoException e) {
      switch (e.errno()) {
        case EOPNOTSUPP, ENOSYS, EPERM, EINVAL, E2BIG, ERANGE, ENOSPC, EDQUOT -> {
          // Unmarked.
        }
        default -> throw e;
      }
    }
  }

  /**
   * Whether Sluice made a folder.
   *
   * @param above where it lies
   * @param stat of the folder
   */
  boolean isOn(Descriptor above, byte[] name, FileStat stat) throws ErrnoException {
    try {
      return Arrays.equals(posix.attribute(above, name, ATTRIBUTE), value(stat));
    } catch (ErrnoException e) {
      return switch (e.errno()) {
        case ENOENT, ENOTDIR, EOPNOTSUPP, ENOSYS, EACCES, EPERM, E2BIG, ERANGE -> false;
        default -> throw e;
      };
    }
  }

  private static byte[] value(FileStat stat) {
    return Names.of(Long.toString(stat.inode()));
  }
}
