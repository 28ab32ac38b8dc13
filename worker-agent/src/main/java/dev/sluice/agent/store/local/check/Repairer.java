package dev.sluice.agent.store.local.check;

import dev.sluice.agent.store.check.CheckOptions;
import dev.sluice.agent.store.engine.object.ObjectRecord;
import dev.sluice.agent.store.format.Sidecar;
import dev.sluice.agent.store.format.SidecarPointer;
import dev.sluice.agent.store.format.StoredRecord;
import dev.sluice.agent.store.local.object.ObjectWriter;
import dev.sluice.agent.store.local.posix.Descriptor;
import dev.sluice.agent.store.local.posix.ErrnoException;
import dev.sluice.agent.store.local.posix.FileStat;
import dev.sluice.agent.store.local.posix.Posix;
import dev.sluice.agent.store.local.posix.Tree;
import dev.sluice.agent.store.local.record.AttributeRecords;
import dev.sluice.agent.store.local.record.Sidecars;
import dev.sluice.agent.store.local.tree.Bucket;
import dev.sluice.agent.store.local.tree.BucketAreas;
import dev.sluice.agent.store.local.tree.Buckets;
import dev.sluice.agent.store.local.tree.NewFolders;
import dev.sluice.agent.store.local.tree.RelocationJournal;
import dev.sluice.agent.store.local.volume.FreeSpaceReserve;
import dev.sluice.agent.store.local.volume.LocalRoot;
import dev.sluice.agent.store.local.volume.StoreDemand;
import dev.sluice.agent.store.local.volume.Volume;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.ObjectKey;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Makes the changes of a check that repairs, by the means of the engine, durably. It has the folder
 * for itself, as an agent has.
 */
final class Repairer implements AutoCloseable {
  /** Of directories that an object needs on its way home, and that were removed meanwhile. */
  private static final int DIRECTORY_MODE = 0755;

  private static final int FILE_MODE = 0600;

  private final Volume volume;
  private final LocalRoot root;
  private final RelocationJournal journal;

  /** Opened when a record is first written: to open them settles what was under way. */
  private @Nullable BucketAreas areas;

  private @Nullable Buckets buckets;

  private Repairer(Volume volume, LocalRoot root) {
    this.volume = volume;
    this.root = root;
    this.journal = new RelocationJournal(volume, root.directory(), new NewFolders(volume));
  }

  /**
   * Opens the folder for this process alone.
   *
   * @throws IllegalStateException with one sentence for people, where that cannot be
   */
  static Repairer open(Posix posix, CheckOptions options) {
    Volume volume =
        Volume.of(posix, true, FreeSpaceReserve.NONE, options.clock(), FILE_MODE, DIRECTORY_MODE);
    return new Repairer(volume, LocalRoot.open(volume, options.folder(), StoreDemand.NONE));
  }

  Volume volume() {
    return volume;
  }

  Descriptor root() {
    return root.directory();
  }

  /** Removes whatever bears the name, with all below it. */
  void remove(Descriptor directory, byte[] name) throws ErrnoException {
    Tree.remove(volume.posix(), directory, name);
    volume.syncs().directory(directory);
  }

  /** Takes the record from a file, which is one from outside then. */
  void dropRecord(Descriptor file) throws ErrnoException {
    volume.posix().removeAttribute(file, AttributeRecords.ATTRIBUTE);
    volume.syncs().file(file);
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
    ObjectWriter.replaceRecord(volume.syncs(), bucket, key, file, stat, record, before);
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
    boolean settled = journal.settle(moving, name);
    volume.syncs().directory(moving);
    return settled;
  }

  private Buckets buckets() throws ErrnoException {
    if (buckets == null) {
      areas = new BucketAreas(volume, root, journal);
      buckets = new Buckets(volume, root, areas);
    }
    return Objects.requireNonNull(buckets);
  }

  @Override
  public void close() {
    volume.close();
    if (areas != null) {
      areas.close();
    }
    root.close();
  }
}
