package dev.sluice.agent.store.local.tree;

import dev.sluice.agent.store.local.posix.Descriptor;
import dev.sluice.agent.store.local.posix.ErrnoAction;
import dev.sluice.agent.store.local.posix.ErrnoException;
import dev.sluice.agent.store.local.posix.FileStat;
import dev.sluice.agent.store.local.posix.Names;
import dev.sluice.agent.store.local.posix.Posix;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The inheritance of a folder's new entries: its group where it is set-group-id, and its default
 * access control list. What is staged elsewhere gets neither by itself.
 */
public final class Inheritance {
  private static final Logger LOG = LoggerFactory.getLogger(Inheritance.class);

  /** The number of folders that the log names. */
  private static final int SAID = 10;

  private final Posix posix;

  /** File systems without access control lists, by their devices. */
  private final Set<Long> withoutLists = ConcurrentHashMap.newKeySet();

  private final Set<String> said = ConcurrentHashMap.newKeySet();

  public Inheritance(Posix posix) {
    this.posix = posix;
  }

  /**
   * Gives a new file what the folder has for it.
   *
   * @param stat of the file
   * @return whether the folder has anything for new files
   */
  public boolean give(Descriptor folder, Descriptor file, FileStat stat) throws ErrnoException {
    FileStat above = posix.stat(folder);
    if (above.givesGroup() && above.group() != stat.group()) {
      tryTo(folder, () -> posix.setGroup(file, above.group()));
    }
    byte[] list = defaultList(folder, above);
    if (list != null) {
      byte[] own = AccessList.of(list, stat.permissions());
      tryTo(folder, () -> posix.setAttribute(file, AccessList.ACCESS, own));
    }
    return list != null || above.givesGroup();
  }

  /**
   * Gives a new folder what the one above has for it.
   *
   * @param stat of the new folder
   */
  void giveFolder(Descriptor above, Descriptor made, FileStat stat) throws ErrnoException {
    FileStat parent = posix.stat(above);
    if (parent.givesGroup()) {
      int mode = stat.permissions() | FileStat.SET_GROUP_ID;
      tryTo(
          above,
          () -> {
            if (parent.group() != stat.group()) {
              posix.setGroup(made, parent.group());
            }
            posix.setMode(made, mode);
          });
    }
    byte[] list = defaultList(above, parent);
    if (list != null) {
      byte[] own = AccessList.of(list, stat.permissions());
      tryTo(
          above,
          () -> {
            posix.setAttribute(made, AccessList.ACCESS, own);
            posix.setAttribute(made, AccessList.DEFAULT, list);
          });
    }
  }

  private byte @Nullable [] defaultList(Descriptor folder, FileStat stat) throws ErrnoException {
    if (withoutLists.contains(stat.device())) {
      return null;
    }
    try {
      return posix.attribute(folder, AccessList.DEFAULT);
    } catch (ErrnoException e) {
      return switch (e.errno()) {
        case EOPNOTSUPP, ENOSYS, EPERM -> {
          withoutLists.add(stat.device());
          yield null;
        }
        default -> throw e;
      };
    }
  }

  /** Applies a gift; where the process may not, the object is stored all the same. */
  private void tryTo(Descriptor folder, ErrnoAction gift) throws ErrnoException {
    try {
      gift.run();
    } catch (ErrnoException e) {
      switch (e.errno()) {
        case EPERM, EACCES, EOPNOTSUPP, EINVAL -> say(Names.show(folder.path()), e);
        default -> throw e;
      }
    }
  }

  private void say(String folder, ErrnoException why) {
    if (said.size() < SAID && said.add(folder)) {
      LOG.warn(
          "What is stored in {} does not get the group or the access control list that the folder"
              + " has for it: {}",
          folder,
          why.getMessage());
    }
  }
}
