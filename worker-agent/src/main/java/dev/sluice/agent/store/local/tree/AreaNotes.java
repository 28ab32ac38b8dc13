package dev.sluice.agent.store.local.tree;

import com.google.protobuf.ByteString;
import dev.sluice.agent.store.format.CheckedMessage;
import dev.sluice.agent.store.format.MoveEntry;
import dev.sluice.agent.store.local.posix.Descriptor;
import dev.sluice.agent.store.local.posix.ErrnoException;
import dev.sluice.agent.store.local.posix.Names;
import dev.sluice.agent.store.local.posix.Posix;
import dev.sluice.agent.store.local.posix.RenameMode;
import dev.sluice.agent.store.local.posix.Tree;
import dev.sluice.agent.store.local.volume.LocalRoot;
import dev.sluice.agent.store.local.volume.StorageArea;
import dev.sluice.agent.store.local.volume.Syncs;
import dev.sluice.agent.store.local.volume.Volume;
import dev.sluice.common.model.BucketName;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The notes in {@code .sluice/areas}: one file for each folder inside a bucket that has an area of
 * Sluice's own, so that the next start finds them.
 */
final class AreaNotes {
  private static final byte[] OWN = Names.of(".sluice");
  private static final byte[] NOTES = Names.of("areas");
  private static final int DIRECTORY_MODE = 0700;
  private static final int FILE_MODE = 0600;

  private final Posix posix;
  private final Syncs syncs;
  private final LocalRoot root;

  /**
   * A note.
   *
   * @param name its file's
   * @param bucket where the area is
   * @param path of the folder in the bucket; empty for the bucket's own
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Note(byte[] name, BucketName bucket, byte[] path) {}

  AreaNotes(Volume volume, LocalRoot root) {
    this.posix = volume.posix();
    this.syncs = volume.syncs();
    this.root = root;
  }

  /** All that can be read. */
  List<Note> all() throws ErrnoException {
    List<Note> all = new ArrayList<>();
    try (Descriptor notes = posix.openDirectory(root.directory(), Names.join(OWN, NOTES))) {
      for (byte[] name : Tree.names(posix, notes)) {
        Note note = read(notes, name);
        if (note != null) {
          all.add(note);
        }
      }
    } catch (ErrnoException e) {
      if (!e.isGone()) {
        throw e;
      }
    }
    return all;
  }

  private @Nullable Note read(Descriptor notes, byte[] name) throws ErrnoException {
    byte[] bytes = Tree.readRecord(posix, notes, name);
    MoveEntry entry = bytes == null ? null : CheckedMessage.read(bytes, MoveEntry.parser());
    return entry == null || !BucketName.isLegal(entry.getBucket())
        ? null
        : new Note(name, new BucketName(entry.getBucket()), entry.getPath().toByteArray());
  }

  /** Notes an area, durably: before there is anything in it, so that a start finds what is. */
  void add(BucketName bucket, byte[] path) throws ErrnoException {
    MoveEntry entry =
        MoveEntry.newBuilder().setBucket(bucket.value()).setPath(ByteString.copyFrom(path)).build();
    StorageArea area = root.area();
    byte[] staged = area.nextName();
    try (Descriptor own = posix.openDirectory(root.directory(), OWN);
        Descriptor notes = Tree.openOrMakeDirectory(posix, own, NOTES, DIRECTORY_MODE)) {
      try (Descriptor file = posix.create(area.staging(), staged, FILE_MODE)) {
        posix.write(file, ByteBuffer.wrap(CheckedMessage.write(entry)), 0);
        syncs.file(file);
      }
      posix.rename(area.staging(), staged, notes, name(bucket, path), RenameMode.REPLACE);
      syncs.directory(notes);
      syncs.directory(own);
    }
  }

  private static byte[] name(BucketName bucket, byte[] path) {
    String folder = Names.show(Names.join(Names.of(bucket.value()), path));
    return Names.of(UUID.nameUUIDFromBytes(folder.getBytes(StandardCharsets.UTF_8)).toString());
  }

  /** Removes a note. */
  void remove(Note note) throws ErrnoException {
    try (Descriptor notes = posix.openDirectory(root.directory(), Names.join(OWN, NOTES))) {
      Tree.remove(posix, notes, note.name());
    }
  }
}
