package dev.sluice.agent.store.local.volume;

import dev.sluice.agent.store.local.posix.Descriptor;
import dev.sluice.agent.store.local.posix.Errno;
import dev.sluice.agent.store.local.posix.ErrnoException;
import dev.sluice.agent.store.local.posix.Names;
import dev.sluice.agent.store.local.posix.Opening;
import dev.sluice.agent.store.local.posix.Posix;
import dev.sluice.agent.store.local.posix.Tree;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** The data folder, locked, with Sluice's own directory in it. */
public final class LocalRoot implements AutoCloseable {
  private static final byte[] OWN = Names.of(".sluice");
  private static final byte[] LOCK = Names.of("lock");
  private static final byte[] BUCKETS = Names.of("buckets");
  private static final int DIRECTORY_MODE = 0700;
  private static final int FILE_MODE = 0600;
  private static final int LOCK_ATTEMPTS = 20;
  private static final Duration LOCK_PAUSE = Duration.ofMillis(25);

  private final Descriptor directory;
  private final Descriptor lock;
  private final Descriptor buckets;
  private final StorageArea area;
  private final FolderIdentity identity;
  private final String id;

  private LocalRoot(
      Descriptor directory,
      Descriptor lock,
      Descriptor buckets,
      StorageArea area,
      FolderIdentity identity,
      String id) {
    this.directory = directory;
    this.lock = lock;
    this.buckets = buckets;
    this.area = area;
    this.identity = identity;
    this.id = id;
  }

  /**
   * Opens the folder for this process alone.
   *
   * @param demand what it must hold; it is left as it is where it does not
   * @throws IllegalStateException with one sentence for people, where it cannot be served
   */
  public static LocalRoot open(Volume volume, Path path, StoreDemand demand) {
    String shown = "The data folder " + path;
    Path absolute = path.toAbsolutePath().normalize();
    Posix posix = volume.posix();
    try (Opening opening = new Opening()) {
      Descriptor directory = opening.add(posix.openRoot(Names.of(absolute.toString())));
      try (Descriptor own = openOwn(posix, shown, directory, demand)) {
        return opening.done(open(volume, shown, absolute, demand, directory, own));
      }
    } catch (ErrnoException e) {
      throw new IllegalStateException(shown + sentence(e), e);
    } catch (UnfitFileSystem e) {
      throw new IllegalStateException(shown + " cannot be used: " + e.getMessage(), e);
    }
  }

  /** Sluice's own directory, made where a store may be begun. */
  private static Descriptor openOwn(
      Posix posix, String shown, Descriptor directory, StoreDemand demand) throws ErrnoException {
    if (!demand.store()) {
      return Tree.openOrMakeDirectory(posix, directory, OWN, DIRECTORY_MODE);
    }
    requireStore(posix, shown, directory, demand);
    return posix.openDirectory(directory, OWN);
  }

  /**
   * Locks a file, within a moment. Who ends lets go of its lock a little later than it is seen to
   * have gone, and a process that it forked holds the lock with it until that runs its own program.
   */
  private static boolean isLocked(Posix posix, Descriptor lock) throws ErrnoException {
    for (int attempt = 1; attempt < LOCK_ATTEMPTS; attempt++) {
      if (posix.tryLock(lock, true)) {
        return true;
      }
      LockSupport.parkNanos(LOCK_PAUSE.toNanos());
    }
    return posix.tryLock(lock, true);
  }

  private static LocalRoot open(
      Volume volume,
      String shown,
      Path path,
      StoreDemand demand,
      Descriptor directory,
      Descriptor own)
      throws ErrnoException {
    Posix posix = volume.posix();
    Syncs syncs = volume.syncs();
    try (Opening opening = new Opening()) {
      Descriptor lock = opening.add(posix.openOrCreate(own, LOCK, FILE_MODE));
      if (!isLocked(posix, lock)) {
        throw new IllegalStateException(
            shown + " is served by another agent already, or is being checked.");
      }
      StoreFormat format = StoreFormat.read(posix, shown, own);
      demand.check(shown, format);
      syncs.fileSystem(directory);
      Descriptor buckets =
          opening.add(Tree.openOrMakeDirectory(posix, own, BUCKETS, DIRECTORY_MODE));
      StorageArea area = opening.add(StorageArea.open(volume, own), StorageArea::close);
      String id =
          format != null && format.id().isPresent()
              ? format.id().get()
              : StoreFormat.writeNew(volume, own);
      syncs.directory(own);
      syncs.directory(directory);
      FolderIdentity identity = FolderIdentity.of(posix, path, directory, lock);
      return opening.done(new LocalRoot(directory, lock, buckets, area, identity, id));
    }
  }

  /**
   * The format of the store in a folder, which is left as it is; null where there is none, or none
   * that may be read: the objects may be all the same.
   */
  public static @Nullable StoreFormat knownFormat(Posix posix, String shown, Descriptor directory)
      throws ErrnoException {
    try (Descriptor own = posix.openDirectory(directory, OWN)) {
      return StoreFormat.read(posix, shown, own);
    } catch (ErrnoException e) {
      if (e.is(Errno.ENOENT) || e.is(Errno.EACCES)) {
        return null;
      }
      throw e;
    }
  }

  /** Fails where a folder does not hold what is demanded; nothing is changed in it. */
  public static @Nullable StoreFormat requireStore(
      Posix posix, String shown, Descriptor directory, StoreDemand demand) throws ErrnoException {
    StoreFormat format = knownFormat(posix, shown, directory);
    demand.check(shown, format);
    return format;
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

  /** The folder as it was opened, with its lock. */
  public FolderIdentity identity() {
    return identity;
  }

  /** The store's id. */
  public String id() {
    return id;
  }

  /** The folder itself. */
  public Descriptor directory() {
    return directory;
  }

  /** The directory of the buckets' records. */
  public Descriptor buckets() {
    return buckets;
  }

  /** Sluice's own area on the folder's file system. */
  public StorageArea area() {
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
