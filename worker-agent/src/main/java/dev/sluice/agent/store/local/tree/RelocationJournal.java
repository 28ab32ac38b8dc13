package dev.sluice.agent.store.local.tree;

import com.google.protobuf.ByteString;
import dev.sluice.agent.store.format.CheckedMessage;
import dev.sluice.agent.store.format.MoveEntry;
import dev.sluice.agent.store.key.KeyPath;
import dev.sluice.agent.store.key.Layout;
import dev.sluice.agent.store.local.posix.Descriptor;
import dev.sluice.agent.store.local.posix.ErrnoException;
import dev.sluice.agent.store.local.posix.FileStat;
import dev.sluice.agent.store.local.posix.Names;
import dev.sluice.agent.store.local.posix.Posix;
import dev.sluice.agent.store.local.posix.RenameMode;
import dev.sluice.agent.store.local.posix.Tree;
import dev.sluice.agent.store.local.volume.DamageCounters;
import dev.sluice.agent.store.local.volume.StorageArea;
import dev.sluice.agent.store.local.volume.Syncs;
import dev.sluice.agent.store.local.volume.Volume;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.StorageException;
import dev.sluice.v1.FailureReason;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes objects into directories at their own place where the file system cannot exchange two
 * names. For a moment the object is at neither of its homes but in a directory of Sluice's own,
 * with an entry beside it that says where it belongs: {@link Layout} makes readers look again, and
 * what a crash left there is brought home before the area is served.
 *
 * <p>The object is renamed, not linked and unlinked: a file that is being read would otherwise stay
 * under a name of the file system's own choice on NFS, and some file systems have no links.
 */
public final class RelocationJournal implements Relocation {
  private static final Logger LOG = LoggerFactory.getLogger(RelocationJournal.class);

  private static final byte[] ENTRY = Names.of("entry");
  private static final byte[] DIRECTORY = Names.of("directory");
  private static final byte[] SELF = KeyPath.selfName();
  private static final int OWN_MODE = 0700;
  private static final int FILE_MODE = 0600;

  private final Posix posix;
  private final Syncs syncs;
  private final DamageCounters damage;
  private final Directories directories;
  private final NewFolders folders;

  public RelocationJournal(Volume volume, Descriptor root, NewFolders folders) {
    this.posix = volume.posix();
    this.syncs = volume.syncs();
    this.damage = volume.damage();
    this.directories = new Directories(volume, root, folders, DirectoryChanges.UNHEARD);
    this.folders = folders;
  }

  /**
   * Makes a directory of a place where an object is, with the object inside.
   *
   * @param above the directory of the place
   */
  @Override
  public void takeIn(StorageArea area, Descriptor above, ObjectPath path) throws ErrnoException {
    byte[] name = area.nextName();
    try {
      note(area, name, above, path);
      takeIn(area, name, above, path.name());
    } catch (ErrnoException e) {
      forgetAfter(e, area.moves(), name);
      throw e;
    }
    // A failure leaves the entry, since the disk may still hold the object there.
    syncs.directory(above);
    try {
      forget(area.moves(), name);
    } catch (ErrnoException e) {
      LOG.debug("The entry of {} stays until the next start: {}", path, e.getMessage());
    }
  }

  private void note(StorageArea area, byte[] name, Descriptor above, ObjectPath path)
      throws ErrnoException {
    MoveEntry entry =
        MoveEntry.newBuilder()
            .setBucket(path.bucket().value())
            .setPath(ByteString.copyFrom(path.path()))
            .build();
    posix.makeDirectory(area.moves(), name, OWN_MODE);
    try (Descriptor move = posix.openDirectory(area.moves(), name)) {
      folders.stage(move, DIRECTORY, above);
      try (Descriptor file = posix.create(move, ENTRY, FILE_MODE)) {
        posix.write(file, ByteBuffer.wrap(CheckedMessage.write(entry)), 0);
        syncs.file(file);
      }
      syncs.directory(move);
    }
    syncs.directory(area.moves());
  }

  private void takeIn(StorageArea area, byte[] name, Descriptor above, byte[] place)
      throws ErrnoException {
    try (Descriptor move = posix.openDirectory(area.moves(), name);
        Descriptor made = posix.openDirectory(move, DIRECTORY)) {
      posix.rename(above, place, made, SELF, RenameMode.REPLACE);
      try {
        syncs.directory(made);
        posix.rename(move, DIRECTORY, above, place, RenameMode.REPLACE);
      } catch (ErrnoException e) {
        putBackAfter(e, made, above, place);
        throw e;
      }
    }
  }

  private void putBackAfter(
      ErrnoException failure, Descriptor made, Descriptor above, byte[] place) {
    try {
      if (Tree.stat(posix, above, place) == null) {
        posix.rename(made, SELF, above, place, RenameMode.REPLACE);
        syncs.directory(above);
      }
    } catch (ErrnoException e) {
      failure.addSuppressed(e);
    }
  }

  private void forgetAfter(ErrnoException failure, Descriptor journal, byte[] name) {
    try {
      forget(journal, name);
    } catch (ErrnoException e) {
      failure.addSuppressed(e);
    }
  }

  /** By rmdir first: an object that is still in there keeps its entry. */
  private void forget(Descriptor journal, byte[] name) throws ErrnoException {
    try (Descriptor move = posix.openDirectory(journal, name)) {
      if (Tree.stat(posix, move, DIRECTORY) != null) {
        posix.removeDirectory(move, DIRECTORY);
      }
      Tree.remove(posix, move, ENTRY);
    }
    posix.removeDirectory(journal, name);
  }

  /** Finishes what was under way when an earlier process ended; before the area is served. */
  void settle(StorageArea area) throws ErrnoException {
    for (byte[] name : Tree.names(posix, area.moves())) {
      try {
        if (!settle(area.moves(), name)) {
          damage.met(DamageCounters.Kind.MOVE, "moves/" + Names.show(name) + " cannot go home");
        }
      } catch (ErrnoException e) {
        // What others put there does not stop the area from being served.
        switch (e.errno()) {
          case ENOTDIR, ELOOP, ENOTEMPTY -> damage.met(DamageCounters.Kind.MOVE, e.getMessage());
          default -> throw e;
        }
      }
    }
  }

  /** Finishes one of them; false where the object in it cannot go home. */
  public boolean settle(Descriptor journal, byte[] name) throws ErrnoException {
    boolean settled;
    try (Descriptor move = posix.openDirectory(journal, name)) {
      settled = settle(move);
    }
    if (settled) {
      forget(journal, name);
    }
    return settled;
  }

  private boolean settle(Descriptor move) throws ErrnoException {
    if (Tree.stat(posix, move, DIRECTORY) == null) {
      return true;
    }
    try (Descriptor made = posix.openDirectory(move, DIRECTORY)) {
      if (Tree.stat(posix, made, SELF) == null) {
        return true;
      }
      ObjectPath path = destination(posix, move);
      return path != null && bringHome(move, made, path);
    }
  }

  /** The object in a move; null where there is none. */
  public static @Nullable FileStat objectIn(Posix posix, Descriptor move) throws ErrnoException {
    if (Tree.stat(posix, move, DIRECTORY) == null) {
      return null;
    }
    try (Descriptor made = posix.openDirectory(move, DIRECTORY)) {
      return Tree.stat(posix, made, SELF);
    }
  }

  /** The path to which the object of a move belongs; null where the entry was damaged. */
  public static @Nullable ObjectPath destination(Posix posix, Descriptor move)
      throws ErrnoException {
    byte[] bytes = Tree.readRecord(posix, move, ENTRY);
    MoveEntry entry = bytes == null ? null : CheckedMessage.read(bytes, MoveEntry.parser());
    if (entry == null || !BucketName.isLegal(entry.getBucket())) {
      return null;
    }
    byte[] path = entry.getPath().toByteArray();
    return KeyPath.POSIX.decode(path) == null
        ? null
        : ObjectPath.of(new BucketName(entry.getBucket()), path);
  }

  /** Brings an object to its place; a file put there from outside meanwhile is newer and stays. */
  private boolean bringHome(Descriptor move, Descriptor made, ObjectPath path)
      throws ErrnoException {
    try (Descriptor above = directories.openOrMake(path, null)) {
      FileStat there = Tree.stat(posix, above, path.name());
      if (there != null && there.isDirectory()) {
        bringInto(above, made, path.name());
      } else if (there != null) {
        posix.unlink(made, SELF);
      } else {
        posix.rename(move, DIRECTORY, above, path.name(), RenameMode.REPLACE);
      }
      directories.sync(path.bucket(), path.directory(), above);
      return true;
    } catch (FileInTheWay e) {
      return false;
    } catch (StorageException e) {
      boolean bucketGone = e.reason() == FailureReason.BUCKET_NOT_FOUND;
      if (bucketGone) {
        posix.unlink(made, SELF);
      }
      return bucketGone;
    }
  }

  private void bringInto(Descriptor above, Descriptor made, byte[] place) throws ErrnoException {
    try (Descriptor directory = posix.openDirectory(above, place)) {
      if (Tree.stat(posix, directory, SELF) == null) {
        posix.rename(made, SELF, directory, SELF, RenameMode.REPLACE);
        syncs.directory(directory);
      } else {
        posix.unlink(made, SELF);
      }
    }
  }
}
