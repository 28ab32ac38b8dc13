package dev.sluice.agent.store.local.shared;

import dev.sluice.agent.store.local.posix.Descriptor;
import dev.sluice.agent.store.local.posix.Errno;
import dev.sluice.agent.store.local.posix.ErrnoAction;
import dev.sluice.agent.store.local.posix.ErrnoException;
import dev.sluice.agent.store.local.posix.Names;
import dev.sluice.agent.store.local.posix.Posix;
import dev.sluice.agent.store.local.posix.RenameMode;
import dev.sluice.agent.store.local.posix.Tree;
import dev.sluice.agent.store.local.volume.UnfitFileSystem;

/**
 * A trial of what fencing relies on: a directory that was removed while it is open gives no name
 * and takes none, and one that is not empty is not removed.
 */
final class FenceProbe {
  private static final byte[] FOLDER = Names.of("probe-fence");
  private static final byte[] FILE = Names.of("probe-fenced");
  private static final byte[] OTHER = Names.of("probe-other");
  private static final int DIRECTORY_MODE = 0700;
  private static final int FILE_MODE = 0600;

  private final Posix posix;
  private final Descriptor directory;

  /**
   * A trial.
   *
   * @param directory of this agent's own
   */
  FenceProbe(Posix posix, Descriptor directory) {
    this.posix = posix;
    this.directory = directory;
  }

  /**
   * Makes it.
   *
   * @throws UnfitFileSystem where the file system does otherwise
   */
  void require() throws ErrnoException {
    posix.makeDirectory(directory, FOLDER, DIRECTORY_MODE);
    try (Descriptor folder = posix.openDirectory(directory, FOLDER)) {
      posix.create(directory, FILE, FILE_MODE).close();
      posix.rename(directory, FILE, folder, FILE, RenameMode.REPLACE);
      requireFailure(Errno.ENOTEMPTY, () -> posix.removeDirectory(directory, FOLDER));
      posix.rename(folder, FILE, directory, OTHER, RenameMode.REPLACE);
      posix.removeDirectory(directory, FOLDER);
      requireFailure(
          Errno.ENOENT, () -> posix.rename(directory, OTHER, folder, FILE, RenameMode.REPLACE));
      requireFailure(
          Errno.ENOENT, () -> posix.rename(folder, FILE, directory, FILE, RenameMode.REPLACE));
      requireFailure(Errno.ENOENT, () -> posix.makeDirectory(folder, FILE, DIRECTORY_MODE));
    } finally {
      for (byte[] name : new byte[][] {FOLDER, FILE, OTHER}) {
        Tree.remove(posix, directory, name);
      }
    }
  }

  private static void requireFailure(Errno expected, ErrnoAction attempt) throws ErrnoException {
    try {
      attempt.run();
    } catch (ErrnoException e) {
      if (e.is(expected)) {
        return;
      }
      throw e;
    }
    throw new UnfitFileSystem(
        "lets names go through a folder that was removed, or removes one that is not empty.");
  }
}
