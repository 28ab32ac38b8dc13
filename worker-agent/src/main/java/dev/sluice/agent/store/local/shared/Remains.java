package dev.sluice.agent.store.local.shared;

import dev.sluice.agent.store.local.posix.Descriptor;
import dev.sluice.agent.store.local.posix.Errno;
import dev.sluice.agent.store.local.posix.ErrnoException;
import dev.sluice.agent.store.local.posix.Names;
import dev.sluice.agent.store.local.posix.Posix;
import dev.sluice.agent.store.local.posix.RenameMode;
import dev.sluice.agent.store.local.posix.Tree;
import dev.sluice.common.model.StorageException;
import dev.sluice.v1.FailureReason;

/**
 * Leftovers of agents in the folders of their epochs. Each name is taken out of such a folder by a
 * rename, after which its owner can do nothing with it; only then it is looked at. The folder goes
 * by rmdir, which fails while anything is in it, and from then on nothing comes to it.
 */
final class Remains {
  /** Begins the names of assembled uploads on their way to become objects. */
  static final String COMPLETE = "complete";

  /** Begins the names of what was taken from earlier epochs. */
  private static final String EARLIER = "earlier";

  /** Rounds until an owner that goes on preparing changes is out of its folder. */
  private static final int MAX_ROUNDS = 10_000;

  private final Posix posix;
  private final Descriptor uploads;

  Remains(Posix posix, Descriptor uploads) {
    this.posix = posix;
    this.uploads = uploads;
  }

  /**
   * Ends an epoch of another owner: empties and removes its folder.
   *
   * @param slot the folder of the slot
   * @param number of the epoch
   * @param by the epoch that ends it
   * @throws SlotEpoch.Over where that has ended itself meanwhile
   */
  void end(Descriptor slot, String number, SlotEpoch.Tenure by) throws ErrnoException {
    try (Descriptor numbered = posix.openDirectory(slot, Names.of(number))) {
      for (int round = 0; round < MAX_ROUNDS; round++) {
        for (byte[] id : Tree.names(posix, numbered)) {
          endFolder(numbered, id, by);
        }
        if (isRemoved(slot, Names.of(number))) {
          return;
        }
      }
    } catch (ErrnoException e) {
      if (e.is(Errno.ENOENT)) {
        return;
      }
      throw e;
    }
    throw busy(number);
  }

  private void endFolder(Descriptor numbered, byte[] id, SlotEpoch.Tenure by)
      throws ErrnoException {
    try (Descriptor folder = posix.openDirectory(numbered, id)) {
      for (int round = 0; round < MAX_ROUNDS; round++) {
        for (byte[] name : Tree.names(posix, folder)) {
          settle(folder, name, by);
        }
        if (isRemoved(numbered, id)) {
          return;
        }
      }
    } catch (ErrnoException e) {
      if (e.is(Errno.ENOENT)) {
        return;
      }
      throw e;
    }
    throw busy(Names.show(id));
  }

  private static StorageException busy(String folder) {
    return new StorageException(
        FailureReason.UNAVAILABLE,
        "slot: the folder %s was not empty after %d rounds (expected: a retry)"
            .formatted(folder, MAX_ROUNDS));
  }

  private boolean isRemoved(Descriptor above, byte[] name) throws ErrnoException {
    try {
      posix.removeDirectory(above, name);
      return true;
    } catch (ErrnoException e) {
      return switch (e.errno()) {
        case ENOENT -> true;
        case ENOTEMPTY, EEXIST -> false;
        default -> throw e;
      };
    }
  }

  private void settle(Descriptor folder, byte[] name, SlotEpoch.Tenure by) throws ErrnoException {
    String[] parts = Names.show(name).split("\\.", 3);
    if (parts[0].equals(COMPLETE) && parts.length == 3 && isKeptUnpublished(folder, name, by)) {
      return;
    }
    byte[] taken = by.take(posix, folder, name, EARLIER);
    if (taken.length > 0) {
      Tree.remove(posix, by.folder(), taken);
    }
  }

  /**
   * Leaves word with an upload that this assembly of it did not become the object; false where the
   * upload is gone.
   */
  private boolean isKeptUnpublished(Descriptor folder, byte[] name, SlotEpoch.Tenure by)
      throws ErrnoException {
    byte[] upload = AssemblyName.uploadOf(Names.show(name));
    try (Descriptor own = posix.openDirectory(uploads, upload)) {
      byte[] word = AssemblyName.unpublished(Names.show(name));
      posix.rename(folder, name, own, word, RenameMode.REPLACE);
      release(own, word);
      return true;
    } catch (ErrnoException e) {
      if (e.isGone()) {
        by.epoch().requireLasting();
        return false;
      }
      throw e;
    }
  }

  /** The name says it all; the bytes are in the parts as well. */
  private void release(Descriptor upload, byte[] name) throws ErrnoException {
    try (Descriptor file = posix.openForWriting(upload, name)) {
      posix.truncate(file, 0);
    } catch (ErrnoException e) {
      if (!e.isGone()) {
        throw e;
      }
    }
  }
}
