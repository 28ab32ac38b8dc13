package dev.sluice.agent.store.local.tree;

import dev.sluice.agent.store.local.posix.Descriptor;
import dev.sluice.agent.store.local.posix.Errno;
import dev.sluice.agent.store.local.posix.ErrnoException;
import dev.sluice.agent.store.local.posix.FileStat;
import dev.sluice.agent.store.local.posix.Posix;
import dev.sluice.agent.store.local.posix.RenameMode;
import dev.sluice.agent.store.local.posix.Tree;
import dev.sluice.agent.store.local.volume.StorageArea;
import dev.sluice.agent.store.local.volume.Volume;
import org.jspecify.annotations.Nullable;

/**
 * New folders for keys. Each bears Sluice's mark, and has what the folder above has for it, before
 * it becomes visible: so it is made among Sluice's own and then renamed to its place.
 */
public final class NewFolders {
  private final Posix posix;
  private final FolderMarks marks;
  private final Inheritance inheritance;
  private final int mode;

  public NewFolders(Volume volume) {
    posix = volume.posix();
    marks = new FolderMarks(posix);
    inheritance = new Inheritance(posix);
    mode = volume.directoryMode();
  }

  /** The inheritance of folders. */
  public Inheritance inheritance() {
    return inheritance;
  }

  FolderMarks marks() {
    return marks;
  }

  /**
   * Makes a folder that is to be renamed into another.
   *
   * @param directory where it is made
   * @param above where it will be
   */
  void stage(Descriptor directory, byte[] name, Descriptor above) throws ErrnoException {
    posix.makeDirectory(directory, name, mode);
    try (Descriptor made = posix.openDirectory(directory, name)) {
      FileStat stat = posix.stat(made);
      inheritance.giveFolder(above, made, stat);
      marks.mark(made, stat);
    } catch (ErrnoException e) {
      Tree.removeAfter(e, posix, directory, name);
      throw e;
    }
  }

  /**
   * Makes a folder at its place; {@link Errno#EEXIST} where that is taken.
   *
   * @param area where it can be made first; null: nowhere
   */
  void make(@Nullable StorageArea area, Descriptor above, byte[] name) throws ErrnoException {
    if (area == null || !area.capabilities().noReplace() || !area.capabilities().attributes()) {
      // A plain rename would replace an empty folder of other people's.
      makeInPlace(above, name);
      return;
    }
    Descriptor staging = area.staging();
    byte[] staged = area.nextName();
    stage(staging, staged, above);
    try {
      posix.rename(staging, staged, above, name, RenameMode.NO_REPLACE);
    } catch (ErrnoException e) {
      Tree.removeAfter(e, posix, staging, staged);
      if (!e.is(Errno.EXDEV)) {
        throw e;
      }
      makeInPlace(above, name);
    }
  }

  /**
   * Makes a folder without the detour; a crash in between leaves it without a mark, so that it
   * stays.
   */
  private void makeInPlace(Descriptor above, byte[] name) throws ErrnoException {
    posix.makeDirectory(above, name, mode);
    try (Descriptor made = posix.openDirectory(above, name)) {
      marks.mark(made, posix.stat(made));
    } catch (ErrnoException e) {
      if (!e.isGone()) {
        throw e;
      }
    }
  }
}
