package dev.sluice.cli;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.rolling.RollingFileAppender;
import dev.sluice.common.config.StartupException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file of lines that is rotated by size, and followed when another program renames or removes it:
 * with the first line of a second it is looked for at its path, and made anew where it is not. The
 * files that it makes may be read by their group and written by their owner.
 */
final class FollowingFile extends RollingFileAppender<ILoggingEvent> {
  private static final Logger LOG = LoggerFactory.getLogger(FollowingFile.class);
  private static final FileAttribute<Set<PosixFilePermission>> MODE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r-----"));

  private final Path path;

  /** The identity of the file that is open; null where it has none. */
  private volatile @Nullable Object open;

  private long second;

  FollowingFile(Path path) {
    this.path = path;
    setFile(path.toString());
  }

  /**
   * Makes the file unless it is there; the process's umask may take permissions away.
   *
   * @throws IOException if it cannot be written
   */
  static void create(Path file) throws IOException {
    Files.newByteChannel(file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND), MODE)
        .close();
  }

  /** Called at the start, after each rotation, and to open it anew. */
  @Override
  public void openFile(String name) throws IOException {
    create(path);
    super.openFile(name); // closes the one before once the new one is there
    open = identity();
  }

  @Override
  protected void subAppend(ILoggingEvent event) {
    long now = Math.floorDiv(event.getTimeStamp(), 1000);
    if (now != second) {
      second = now;
      follow();
    }
    super.subAppend(event);
  }

  private void follow() {
    Object known = open;
    try {
      if (known != null && known.equals(identity())) {
        return;
      }
    } catch (IOException e) {
      LOG.debug("{} is not at its path", path, e);
    }
    reopen();
  }

  /** Opens what is at the path, or makes it; where that fails, the file that is open stays so. */
  void reopen() {
    streamWriteLock.lock();
    try {
      if (isStarted()) {
        openFile(path.toString());
      }
    } catch (IOException e) {
      LOG.warn("cannot reopen {} (access-log): {}", path, StartupException.reason(e));
    } finally {
      streamWriteLock.unlock();
    }
  }

  private @Nullable Object identity() throws IOException {
    return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
  }
}
