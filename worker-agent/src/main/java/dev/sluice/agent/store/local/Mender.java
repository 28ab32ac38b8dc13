package dev.sluice.agent.store.local;

import dev.sluice.agent.store.check.CheckOptions;
import dev.sluice.agent.store.engine.ObjectRecord;
import dev.sluice.agent.store.format.Sidecar;
import dev.sluice.agent.store.format.SidecarPointer;
import dev.sluice.agent.store.format.StoredRecord;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.ObjectKey;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Changes what a check wants mended, by the means of the engine, durably. It has the folder for
 * itself, as an agent has.
 */
final class Mender implements AutoCloseable {
  /** Of directories that an object needs on its way home, and that were removed meanwhile. */
  private static final int DIRECTORY_MODE = 0755;

  private final Posix posix;
  private final Syncs syncs;
  private final Damages damages = new Damages();
  private final Spaces spaces;
  private final LocalRoot root;
  private final Moves moves;

  /** Opened when a record is first written: to open them settles what was under way. */
  private @Nullable BucketAreas areas;

  private @Nullable Buckets buckets;

  private Mender(Posix posix, Syncs syncs, Spaces spaces, LocalRoot root) {
    this.posix = posix;
    this.syncs = syncs;
    this.spaces = spaces;
    this.root = root;
    this.moves =
        new Moves(posix, syncs, damages, root.directory(), NewFolders.of(posix, DIRECTORY_MODE));
  }

  /**
   * Opens the folder for this process alone.
   *
   * @throws IllegalStateException with one sentence for people, where that cannot be
   */
  static Mender open(Posix posix, CheckOptions options) {
    Syncs syncs = new Syncs(posix, true);
    Spaces spaces = new Spaces(posix, SpaceReserve.NONE, options.clock());
    return new Mender(
        posix,
        syncs,
        spaces,
        LocalRoot.open(posix, syncs, spaces, options.folder(), StoreDemand.NONE));
  }

  Descriptor root() {
    return root.directory();
  }

  /** Removes whatever bears the name, with all below it. */
  void remove(Descriptor directory, byte[] name) throws ErrnoException {
    Tree.remove(posix, directory, name);
    syncs.directory(directory);
  }

  /** Takes the record from a file, which is one from outside then. */
  void dropRecord(Descriptor file) throws ErrnoException {
    posix.removeAttribute(file, AttributeRecords.ATTRIBUTE);
    syncs.file(file);
  }

  /**
   * Replaces the record of an open file.
   *
   * @param pointer to the sidecar that the file had, which goes if it is the key's own
   */
  void replaceRecord(
      BucketName name,
      ObjectKey key,
      Descriptor file,
      FileStat stat,
      ObjectRecord record,
      StoredRecord before,
      SidecarPointer pointer)
      throws ErrnoException {
    Bucket bucket = buckets().require(name);
    Changer.replaceRecord(syncs, bucket, key, file, stat, record, before);
    String id = pointer.getId();
    if (AttributeRecords.isSidecarName(id)) {
      Sidecars sidecars = bucket.files().sidecars();
      Sidecar old = sidecars.read(id);
      if (old != null && SidecarCheck.isOf(old, name, key)) {
        sidecars.remove(id);
      }
    }
  }

  /** Brings an object home; false where its entry does not say where that is. */
  boolean settle(Descriptor moving, byte[] name) throws ErrnoException {
    boolean settled = moves.settle(moving, name);
    syncs.directory(moving);
    return settled;
  }

  /** A log that can be written. */
  UploadLog log() {
    return new UploadLog(posix, syncs);
  }

  private Buckets buckets() throws ErrnoException {
    if (buckets == null) {
      areas = new BucketAreas(posix, syncs, damages, spaces, root, moves);
      buckets = new Buckets(posix, syncs, damages, root, areas);
    }
    return Objects.requireNonNull(buckets);
  }

  @Override
  public void close() {
    syncs.close();
    if (areas != null) {
      areas.close();
    }
    root.close();
  }
}
