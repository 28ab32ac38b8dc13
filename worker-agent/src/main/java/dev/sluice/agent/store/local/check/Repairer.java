package dev.sluice.agent.store.local.check;

import dev.sluice.agent.store.check.CheckOptions;
import dev.sluice.agent.store.engine.ObjectRecord;
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
import dev.sluice.agent.store.local.upload.UploadLog;
import dev.sluice.agent.store.local.volume.DamageCounters;
import dev.sluice.agent.store.local.volume.FreeSpace;
import dev.sluice.agent.store.local.volume.FreeSpaceReserve;
import dev.sluice.agent.store.local.volume.LocalRoot;
import dev.sluice.agent.store.local.volume.StoreDemand;
import dev.sluice.agent.store.local.volume.Syncs;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.ObjectKey;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Changes what a check wants repaired, by the means of the engine, durably. It has the folder for
 * itself, as an agent has.
 */
final class Repairer implements AutoCloseable {
  /** Of directories that an object needs on its way home, and that were removed meanwhile. */
  private static final int DIRECTORY_MODE = 0755;

  private final Posix posix;
  private final Syncs syncs;
  private final DamageCounters damage = new DamageCounters();
  private final FreeSpace freeSpace;
  private final LocalRoot root;
  private final RelocationJournal journal;

  /** Opened when a record is first written: to open them settles what was under way. */
  private @Nullable BucketAreas areas;

  private @Nullable Buckets buckets;

  private Repairer(Posix posix, Syncs syncs, FreeSpace freeSpace, LocalRoot root) {
    this.posix = posix;
    this.syncs = syncs;
    this.freeSpace = freeSpace;
    this.root = root;
    this.journal =
        new RelocationJournal(
            posix, syncs, damage, root.directory(), NewFolders.of(posix, DIRECTORY_MODE));
  }

  /**
   * Opens the folder for this process alone.
   *
   * @throws IllegalStateException with one sentence for people, where that cannot be
   */
  static Repairer open(Posix posix, CheckOptions options) {
    Syncs syncs = new Syncs(posix, true);
    FreeSpace freeSpace = new FreeSpace(posix, FreeSpaceReserve.NONE, options.clock());
    return new Repairer(
        posix,
        syncs,
        freeSpace,
        LocalRoot.open(posix, syncs, freeSpace, options.folder(), StoreDemand.NONE));
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
    ObjectWriter.replaceRecord(syncs, bucket, key, file, stat, record, before);
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
    syncs.directory(moving);
    return settled;
  }

  /** A log that can be written. */
  UploadLog log() {
    return new UploadLog(posix, syncs);
  }

  private Buckets buckets() throws ErrnoException {
    if (buckets == null) {
      areas = new BucketAreas(posix, syncs, damage, freeSpace, root, journal);
      buckets = new Buckets(posix, syncs, damage, root, areas);
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
