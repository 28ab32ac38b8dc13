package dev.sluice.agent.store.local.tree;

import dev.sluice.agent.store.key.KeyPath;
import dev.sluice.agent.store.local.posix.Descriptor;
import dev.sluice.agent.store.local.posix.Errno;
import dev.sluice.agent.store.local.posix.ErrnoException;
import dev.sluice.agent.store.local.posix.FileStat;
import dev.sluice.agent.store.local.posix.Posix;
import dev.sluice.agent.store.local.posix.RenameMode;
import dev.sluice.agent.store.local.posix.Tree;
import dev.sluice.agent.store.local.volume.StorageArea;
import dev.sluice.agent.store.local.volume.Syncs;
import dev.sluice.agent.store.local.volume.Volume;
import java.util.concurrent.locks.Lock;
import org.jspecify.annotations.Nullable;

/**
 * Finds where keys live: at their path, or below it once their path is a directory. An object that
 * keys come to lie below moves from the first to the second in one step, and never back.
 */
public final class ObjectLocator {
  private final Posix posix;
  private final Syncs syncs;
  private final Directories directories;
  private final Obstacles obstacles;
  private final DirectoryChanges changes;
  private final Relocation journal;
  private final AreaLookup areas;
  private final NewFolders folders;

  public ObjectLocator(
      Volume volume,
      Directories directories,
      DirectoryChanges changes,
      Relocation journal,
      AreaLookup areas) {
    this.posix = volume.posix();
    this.syncs = volume.syncs();
    this.directories = directories;
    this.obstacles = directories.obstacles();
    this.changes = changes;
    this.journal = journal;
    this.areas = areas;
    this.folders = directories.folders();
  }

  /** The location of the object, a regular file; null where there is none. */
  public @Nullable ObjectLocation find(ObjectPath plain) throws ErrnoException {
    ObjectLocation location;
    try {
      location = live(directories.open(plain), plain);
    } catch (FileInTheWay e) {
      return null;
    } catch (ErrnoException e) {
      // Also where the last key below went, and the directory with it, after it was looked at.
      if (e.is(Errno.ENOENT) || e.is(Errno.ELOOP)) {
        return null;
      }
      throw e;
    }
    if (location.stat() == null || !location.stat().isRegular()) {
      location.close();
      return null;
    }
    return location;
  }

  /**
   * The location for an object to be put, directories made on the way; an empty directory that
   * Sluice made gives way.
   *
   * @param area the bucket's
   * @throws FileInTheWay where a file lies where a directory has to
   */
  public ObjectLocation forPut(StorageArea area, ObjectPath plain)
      throws ErrnoException, FileInTheWay {
    Descriptor directory = directories.openOrMake(plain, area);
    ObjectLocation location = live(directory, plain, true);
    if (location.stat() != null && !location.stat().isRegular()) {
      location.close();
      throw obstacles.at(location.path());
    }
    return location;
  }

  private ObjectLocation live(Descriptor directory, ObjectPath plain) throws ErrnoException {
    return live(directory, plain, false);
  }

  /** Takes the directory over. */
  private ObjectLocation live(Descriptor directory, ObjectPath plain, boolean clear)
      throws ErrnoException {
    try {
      FileStat stat = Tree.stat(posix, directory, plain.name());
      if (stat == null || !stat.isDirectory() || !plain.hasTwoHomes()) {
        return new ObjectLocation(directory, plain, stat);
      }
      if (clear && directories.removeIfEmpty(directory, plain)) {
        return new ObjectLocation(directory, plain, null);
      }
      Descriptor inner = posix.openDirectory(directory, plain.name());
      directory.close();
      directory = inner;
      return new ObjectLocation(inner, plain.inside(), Tree.stat(posix, inner, KeyPath.selfName()));
    } catch (ErrnoException | RuntimeException e) {
      directory.close();
      throw e;
    }
  }

  /**
   * Makes a directory of a place where an object is, with the object inside: in one step where the
   * file system can, and otherwise so that readers wait for it.
   */
  public void makeDirectory(Bucket bucket, ObjectPath path) throws ErrnoException {
    Lock alone = bucket.layout().writeLock();
    alone.lock();
    try (Descriptor above = directories.open(path)) {
      FileStat stat = Tree.stat(posix, above, path.name());
      if (stat == null || stat.isDirectory()) {
        return;
      }
      if (!stat.isRegular() || !path.hasTwoHomes()) {
        throw obstacles.at(path.inside());
      }
      bucket.layout().move(() -> makeDirectory(bucket, above, path));
    } catch (FileInTheWay e) {
      // Something changed meanwhile: the caller looks again.
    } finally {
      alone.unlock();
    }
  }

  private void makeDirectory(Bucket bucket, Descriptor above, ObjectPath path)
      throws ErrnoException {
    // Before it is there: a caller that puts something below it has to make its name durable.
    directories.isMade(path);
    ObjectPath place = ObjectPath.of(path.bucket(), path.directory());
    try {
      takeIn(areas.at(bucket, place), above, path);
    } catch (ErrnoException e) {
      if (!e.is(Errno.EXDEV)) {
        throw e;
      }
      takeIn(areas.find(bucket, place), above, path);
    }
    changes.vanished(path.bucket(), path.directory(), path.name(), false);
    changes.appeared(path.bucket(), path.directory(), path.name(), true);
    changes.appeared(path.bucket(), path.path(), KeyPath.selfName(), false);
  }

  private void takeIn(StorageArea area, Descriptor above, ObjectPath path) throws ErrnoException {
    if (!area.capabilities().exchange() || !exchange(area, above, path)) {
      journal.takeIn(area, above, path);
    }
  }

  /** False where it cannot be done with this very file, and nothing is changed. */
  private boolean exchange(StorageArea area, Descriptor above, ObjectPath path)
      throws ErrnoException {
    Descriptor staging = area.staging();
    byte[] staged = area.nextName();
    folders.stage(staging, staged, above);
    try (Descriptor made = posix.openDirectory(staging, staged)) {
      posix.link(above, path.name(), made, KeyPath.selfName());
      syncs.directory(made);
      posix.rename(staging, staged, above, path.name(), RenameMode.EXCHANGE);
    } catch (ErrnoException e) {
      Tree.removeAfter(e, posix, staging, staged);
      if (e.isUnsupported() || e.is(Errno.EPERM) || e.is(Errno.EMLINK)) {
        // A file of another user may not be linked, nor one that has all the links it can have.
        return false;
      }
      throw e;
    }
    dropLink(staging, staged);
    return true;
  }

  /** The object is where it belongs; this was its name before. */
  private void dropLink(Descriptor staging, byte[] staged) {
    try {
      posix.unlink(staging, staged);
    } catch (ErrnoException e) {
      // It lies in staging: the sweep removes it when this process has ended.
    }
  }
}
