package dev.sluice.agent.store.local.volume;

import dev.sluice.agent.store.local.posix.Descriptor;
import dev.sluice.agent.store.local.posix.ErrnoException;
import dev.sluice.agent.store.local.posix.FileStat;
import dev.sluice.agent.store.local.posix.Names;
import dev.sluice.agent.store.local.posix.Posix;
import dev.sluice.agent.store.local.posix.Tree;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A data folder as it was when it was opened, by which it is seen whether its path still leads
 * there.
 *
 * @param path absolute
 * @param folder what the folder was
 * @param lock what the store's lock was; null where none was taken
 */
public record FolderIdentity(Path path, FileStat folder, @Nullable FileStat lock) {
  private static final byte[] OWN = Names.of(".sluice");
  private static final byte[] LOCK = Names.of("lock");

  /** The identity of the folder that was opened, with the lock that was taken in it. */
  public static FolderIdentity of(
      Posix posix, Path path, Descriptor folder, @Nullable Descriptor lock) throws ErrnoException {
    return new FolderIdentity(path, posix.stat(folder), lock == null ? null : posix.stat(lock));
  }

  /**
   * Why the path does not lead to that folder any more, in words that follow its name; null where
   * it does, or where that is not known now.
   */
  public @Nullable String absence(Posix posix) {
    try (Descriptor now = posix.openRoot(Names.of(path.toString()))) {
      if (!posix.stat(now).isSameFile(folder)) {
        return "is another folder now: was it unmounted, or replaced?";
      }
      return lock == null || hasLock(posix, now, lock) ? null : "has lost its .sluice/lock";
    } catch (ErrnoException e) {
      return switch (e.errno()) {
        case ENOENT -> "is not there";
        case ENOTDIR, ELOOP -> "is no folder now";
        case EIO, ENXIO, ENODEV, ENOTCONN, ESHUTDOWN, ESTALE, ETIMEDOUT, EHOSTDOWN, EHOSTUNREACH ->
            "cannot be read (" + e.getMessage() + ")";
        // No descriptors left, or a folder above it that was closed to this user: it is served on.
        default -> null;
      };
    }
  }

  private static boolean hasLock(Posix posix, Descriptor folder, FileStat lock)
      throws ErrnoException {
    try (Descriptor own = posix.openDirectory(folder, OWN)) {
      FileStat now = Tree.stat(posix, own, LOCK);
      return now != null && now.isSameFile(lock);
    } catch (ErrnoException e) {
      if (e.isGone()) {
        return false;
      }
      throw e;
    }
  }
}
