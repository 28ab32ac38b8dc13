package dev.sluice.agent.store.local.check;

import dev.sluice.agent.store.check.FindingKind;
import dev.sluice.agent.store.engine.object.ObjectRecord;
import dev.sluice.agent.store.format.CheckedMessage;
import dev.sluice.agent.store.format.Integrity;
import dev.sluice.agent.store.format.RecordCodec;
import dev.sluice.agent.store.format.Sidecar;
import dev.sluice.agent.store.format.SidecarPointer;
import dev.sluice.agent.store.format.StoredRecord;
import dev.sluice.agent.store.local.posix.ErrnoException;
import dev.sluice.agent.store.local.posix.FileStat;
import dev.sluice.agent.store.local.record.AttributeRecords;
import dev.sluice.agent.store.local.record.Seals;
import org.jspecify.annotations.Nullable;

/**
 * A record beside an object's bytes, and its faults.
 *
 * @param kind what is wrong; null: nothing
 * @param detail in words
 * @param stored the best record that can be read; the default message where there is none
 * @param pointer to the sidecar, as the attribute has it
 * @param sealed whether the record speaks of the file as it is
 */
record InspectedRecord(
    @Nullable FindingKind kind,
    String detail,
    StoredRecord stored,
    SidecarPointer pointer,
    boolean sealed) {
  private static final StoredRecord NONE = StoredRecord.getDefaultInstance();
  private static final SidecarPointer NOWHERE = SidecarPointer.getDefaultInstance();

  /** A file from outside. */
  static final InspectedRecord OUTSIDE = new InspectedRecord(null, "", NONE, NOWHERE, false);

  /** A sidecar of the key whose records are all of other files. */
  static final InspectedRecord OF_OTHERS =
      new InspectedRecord(
          FindingKind.CHANGED_OUTSIDE,
          "the file was replaced, and its record is that of another",
          NONE,
          NOWHERE,
          false);

  /** Of an attribute's value. */
  static InspectedRecord ofAttribute(byte[] value, FileStat stat, Follower follower)
      throws ErrnoException {
    StoredRecord core = CheckedMessage.read(value, StoredRecord.parser());
    if (core == null) {
      return new InspectedRecord(
          FindingKind.RECORD_DAMAGED, "its check fails", NONE, NOWHERE, false);
    }
    if (!core.hasSidecar()) {
      return of(core, core, stat);
    }
    Sidecar sidecar = follower.follow(core);
    StoredRecord whole = AttributeRecords.whole(core, sidecar);
    if (sidecar == null || whole == null) {
      boolean sealed = RecordCodec.holds(core, Seals.seal(stat));
      String id = FindingLocation.text(core.getSidecar().getIdBytes().toByteArray());
      return new InspectedRecord(FindingKind.SIDECAR_LOST, id, core, core.getSidecar(), sealed);
    }
    InspectedRecord view = of(core, whole, stat);
    return view.kind == null && !follower.isOwn(sidecar)
        ? new InspectedRecord(
            FindingKind.RECORD_MOVED,
            "its sidecar is that of " + sidecar.getBucket() + "/" + sidecar.getKey(),
            whole,
            core.getSidecar(),
            true)
        : view;
  }

  /** Finds sidecars for a file. */
  interface Follower {
    /** The sidecar that a record points to; null where it cannot be read. */
    @Nullable Sidecar follow(StoredRecord core) throws ErrnoException;

    /** Whether it names the key that the file is. */
    boolean isOwn(Sidecar sidecar);
  }

  /**
   * Of a record.
   *
   * @param core what is sealed
   * @param whole what counts
   */
  static InspectedRecord of(StoredRecord core, StoredRecord whole, FileStat stat) {
    SidecarPointer pointer = core.getSidecar();
    if (core.getVersion() > RecordCodec.VERSION) {
      String detail = "version " + core.getVersion();
      return new InspectedRecord(FindingKind.RECORD_LATER, detail, whole, pointer, false);
    }
    if (!RecordCodec.holds(core, Seals.seal(stat))) {
      String detail =
          core.getSeal().getSize() == stat.size()
              ? "another time of modification"
              : stat.size() + " bytes in the place of " + core.getSeal().getSize();
      return new InspectedRecord(FindingKind.CHANGED_OUTSIDE, detail, whole, pointer, false);
    }
    String nonsense = nonsense(whole);
    return nonsense == null
        ? new InspectedRecord(null, "", whole, pointer, true)
        : new InspectedRecord(FindingKind.RECORD_CONTRADICTORY, nonsense, whole, pointer, true);
  }

  /** The contradiction between a record and the bytes; null: none. */
  private static @Nullable String nonsense(StoredRecord stored) {
    Integrity said = stored.getIntegrity();
    ObjectRecord believed = RecordCodec.load(stored, true);
    if (!said.getEtag().isEmpty() && believed.etag() == null) {
      return "its tag is none";
    }
    if (said.hasChecksum() && believed.checksum() == null) {
      return "its checksum is none";
    }
    if (said.getPartsCount() > 0 && believed.parts().isEmpty()) {
      return "its parts do not make up the file";
    }
    return !said.getUploadId().isEmpty() && believed.uploadId() == null
        ? "its upload's name is none"
        : null;
  }

  /** Whether nothing of ours lies beside the file. */
  boolean isOutside() {
    return kind == null && stored.getVersion() == 0;
  }

  /** Whether the record that was found speaks of a file that was there before. */
  boolean isOfAnotherFile() {
    return kind == FindingKind.CHANGED_OUTSIDE && stored.getVersion() == 0;
  }

  /** The record as it is served. */
  ObjectRecord served() {
    return RecordCodec.load(stored, sealed);
  }

  /** The record as it would be served if the seal held. */
  ObjectRecord claimed() {
    return RecordCodec.load(stored, true);
  }

  /** Whether its seal, in spite of another time, speaks of as many bytes. */
  boolean mayBeSame(FileStat stat) {
    return kind == FindingKind.CHANGED_OUTSIDE
        && !isOfAnotherFile()
        && stored.getSeal().getSize() == stat.size();
  }
}
