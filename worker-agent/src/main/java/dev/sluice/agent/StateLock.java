package dev.sluice.agent;

import dev.sluice.common.config.StartupException;
import dev.sluice.common.config.StateFolder;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * The lock of a state folder that was named: one agent uses it at a time, so that no agent takes
 * another's socket away. The state folder in a data folder is locked with that, and cannot be
 * named.
 */
final class StateLock implements AutoCloseable {
  /** Lies in the state folder of a data folder and in no other. */
  private static final String STORE_FORMAT = "format";

  private static final Set<PosixFilePermission> OWNER_ENTERS =
      PosixFilePermissions.fromString("rwx------");
  private static final Set<PosixFilePermission> OWNER_READS_AND_WRITES =
      PosixFilePermissions.fromString("rw-------");

  private final FileChannel file;

  private StateLock(FileChannel file) {
    this.file = file;
  }

  /**
   * Locks the folder, which is made if its parent exists.
   *
   * @throws StartupException if it cannot be made, others may enter it, it is that of a data
   *     folder, or another agent uses it
   */
  static StateLock take(StateFolder folder) {
    Path path = folder.path();
    try {
      makeIfMissing(path);
      Set<PosixFilePermission> allowed = Files.getPosixFilePermissions(path);
      if (!OWNER_ENTERS.containsAll(allowed)) {
        throw new StartupException(
            "the state folder %s is not the agent's own: its mode is %s (expected: 0700)"
                .formatted(path, PosixFilePermissions.toString(allowed)));
      }
      if (Files.exists(path.resolve(STORE_FORMAT), LinkOption.NOFOLLOW_LINKS)) {
        throw new StartupException(
            "the state folder %s belongs to a data folder (state; expected: a folder of the agent's own)"
                .formatted(path));
      }
      return lock(folder);
    } catch (IOException e) {
      throw new StartupException(
          "the state folder " + path + " cannot be used: " + StartupException.reason(e), e);
    }
  }

  private static void makeIfMissing(Path path) throws IOException {
    try {
      Files.createDirectory(path, PosixFilePermissions.asFileAttribute(OWNER_ENTERS));
    } catch (FileAlreadyExistsException e) {
      if (!Files.isDirectory(path)) {
        throw new NotDirectoryException(path.toString());
      }
    } catch (NoSuchFileException e) {
      throw new StartupException(
          "the state folder %s cannot be made: there is no folder %s"
              .formatted(path, path.getParent()),
          e);
    }
  }

  private static StateLock lock(StateFolder folder) throws IOException {
    FileChannel file =
        FileChannel.open(
            folder.lock(),
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(OWNER_READS_AND_WRITES));
    boolean locked = false;
    try {
      locked = file.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      // by another agent of this process
    } finally {
      if (!locked) {
        file.close();
      }
    }
    if (!locked) {
      throw new StartupException(
          "the state folder " + folder.path() + " is used by another agent already");
    }
    return new StateLock(file);
  }

  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException e) {
      // the lock is gone with the descriptor, which is closed all the same
    }
  }
}
