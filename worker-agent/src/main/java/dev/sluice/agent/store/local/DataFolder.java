package dev.sluice.agent.store.local;

import dev.sluice.common.config.StartupException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Makes the data folder if it is missing, and says plainly what is wrong with it. */
final class DataFolder {

  private DataFolder() {}

  /**
   * The folder, absolute. Its parent must be there: a mistyped path shall not make a tree.
   *
   * @throws IllegalStateException with one sentence for people, if it is no folder that one can
   *     write to
   */
  static Path open(Path given, int mode) {
    Path folder = given.toAbsolutePath().normalize();
    try {
      Files.createDirectory(folder);
      Files.setAttribute(folder, "unix:mode", mode);
    } catch (FileAlreadyExistsException e) {
      if (!Files.isDirectory(folder)) {
        throw new IllegalStateException("the data folder " + folder + " is not a folder", e);
      }
    } catch (NoSuchFileException e) {
      throw new IllegalStateException(
          "the data folder " + folder + " cannot be made: there is no folder " + folder.getParent(),
          e);
    } catch (IOException e) {
      throw new IllegalStateException(
          "the data folder " + folder + " cannot be made: " + StartupException.reason(e), e);
    }
    if (!Files.isWritable(folder)) {
      throw new IllegalStateException("the data folder " + folder + notWritable(folder));
    }
    return folder;
  }

  /**
   * The message for a folder that is not writable: one of another user is no read-only file system.
   */
  private static String notWritable(Path folder) {
    try {
      return Files.getFileStore(folder).isReadOnly()
          ? " lies on a read-only file system; it can be served with --read-only true"
          : " is not yours to write: it belongs to %s (expected: a folder that %s may write)"
              .formatted(Files.getOwner(folder), System.getProperty("user.name"));
    } catch (IOException e) {
      return " may not be written (" + StartupException.reason(e) + ")";
    }
  }
}
