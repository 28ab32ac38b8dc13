package dev.sluice.engine.hdfs;

import dev.sluice.agent.store.engine.object.FileIdentity;
import dev.sluice.agent.store.engine.object.ObjectRecord;
import dev.sluice.agent.store.engine.object.StateToken;
import dev.sluice.agent.store.engine.object.StoredObject;
import dev.sluice.agent.store.engine.object.VersionId;
import dev.sluice.agent.store.format.CheckedMessage;
import dev.sluice.agent.store.format.FileSeal;
import dev.sluice.agent.store.format.Integrity;
import dev.sluice.agent.store.format.RecordCodec;
import dev.sluice.agent.store.format.SidecarPointer;
import dev.sluice.agent.store.format.StoredRecord;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.ObjectKey;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.hadoop.hdfs.protocol.HdfsFileStatus;
import org.jspecify.annotations.Nullable;

/**
 * Records as an attribute of the file, so that they follow it everywhere. What is too large lies in
 * a sidecar, which the attribute points to; the attribute then holds the core.
 *
 * <p>A record is read and written by the id of its file, never by the path, at which another file
 * may be by now.
 */
final class HdfsRecords {
  static final String ATTRIBUTE = "user.sluice";

  /** The namenode's limit for name and value together. */
  private static final int MAX_ATTRIBUTE_BYTES = 16_384;

  private final HdfsClient client;
  private final HdfsSidecars sidecars;

  HdfsRecords(HdfsClient client, HdfsSidecars sidecars) {
    this.client = client;
    this.sidecars = sidecars;
  }

  /** Whether a value fits an attribute of this name. */
  static boolean fits(String name, byte[] value) {
    return name.length() + value.length <= MAX_ATTRIBUTE_BYTES;
  }

  /**
   * A record that was put with a file.
   *
   * @param object the object that the file is with it
   * @param sidecar name of the sidecar written for it; null where none was
   */
  record Draft(StoredObject object, @Nullable String sidecar) {}

  /** The file with its record; null where it is gone. */
  @Nullable HdfsFile read(String path, HdfsFileStatus status) {
    Map<String, byte[]> attributes = client.attributes(HdfsClient.pathOf(status.getFileId()));
    if (attributes == null) {
      return null;
    }
    byte[] value = attributes.get(ATTRIBUTE);
    StoredRecord core = value == null ? null : CheckedMessage.read(value, StoredRecord.parser());
    if (core == null) {
      StoredRecord none = StoredRecord.getDefaultInstance();
      return new HdfsFile(path, status, none, true, object(status, ObjectRecord.NONE, 0));
    }
    StoredRecord whole = core.hasSidecar() ? sidecars.whole(core, status.getFileId()) : core;
    StoredRecord best = whole == null ? core : whole;
    ObjectRecord record = RecordCodec.load(best, RecordCodec.holds(core, seal(status)));
    return new HdfsFile(
        path, status, best, whole != null, object(status, record, core.getRevision()));
  }

  /**
   * Puts a record with a file; null where that is gone.
   *
   * @param status of the file, which the record is sealed with
   * @param before the record it takes the place of, or the default message
   */
  @Nullable Draft draft(
      BucketName bucket,
      ObjectKey key,
      HdfsFileStatus status,
      ObjectRecord record,
      StoredRecord before) {
    long revision = ThreadLocalRandom.current().nextLong();
    StoredRecord whole = RecordCodec.store(record, seal(status), revision, before);
    StoredObject object = object(status, record, revision);
    byte[] value = CheckedMessage.write(whole);
    if (fits(ATTRIBUTE, value)) {
      return attach(status, value) ? new Draft(object, null) : null;
    }
    String id = sidecars.write(bucket, key, status.getFileId(), whole);
    boolean attached = false;
    try {
      attached = attach(status, core(whole, id, status.getFileId()));
    } finally {
      if (!attached) {
        sidecars.giveUp(id);
      }
    }
    return attached ? new Draft(object, id) : null;
  }

  private boolean attach(HdfsFileStatus status, byte[] value) {
    return client.setAttribute(HdfsClient.pathOf(status.getFileId()), ATTRIBUTE, value);
  }

  private static byte[] core(StoredRecord whole, String id, long file) {
    SidecarPointer pointer = SidecarPointer.newBuilder().setId(id).setInode(file).build();
    Integrity.Builder integrity = whole.getIntegrity().toBuilder().clearParts();
    StoredRecord core = whole.toBuilder().setIntegrity(integrity).setSidecar(pointer).build();
    byte[] value = CheckedMessage.write(core);
    return fits(ATTRIBUTE, value)
        ? value
        : CheckedMessage.write(core.toBuilder().clearMetadata().build());
  }

  /** The sidecar that an object's file points to; null where it points to none. */
  @Nullable String sidecarOf(HdfsFileStatus status) {
    Map<String, byte[]> attributes = client.attributes(HdfsClient.pathOf(status.getFileId()));
    byte[] value = attributes == null ? null : attributes.get(ATTRIBUTE);
    StoredRecord core = value == null ? null : CheckedMessage.read(value, StoredRecord.parser());
    return core == null || !core.hasSidecar() ? null : core.getSidecar().getId();
  }

  /** A draft counts from now on, or never will. */
  void settle(Draft draft, boolean counts) {
    String id = draft.sidecar();
    if (id != null) {
      if (counts) {
        sidecars.counts(id);
      } else {
        sidecars.giveUp(id);
      }
    }
  }

  private static FileSeal seal(HdfsFileStatus status) {
    Instant modified = Instant.ofEpochMilli(status.getModificationTime());
    return FileSeal.newBuilder()
        .setSize(status.getLen())
        .setModifiedSeconds(modified.getEpochSecond())
        .setModifiedNanos(modified.getNano())
        .build();
  }

  private static StoredObject object(HdfsFileStatus status, ObjectRecord record, long revision) {
    long id = status.getFileId();
    String token =
        Long.toHexString(id)
            + "-"
            + Long.toHexString(status.getLen())
            + "-"
            + Long.toHexString(status.getModificationTime())
            + "-"
            + Long.toHexString(revision);
    return new StoredObject(
        VersionId.NULL,
        record,
        status.getLen(),
        Instant.ofEpochMilli(status.getModificationTime()),
        new StateToken(token),
        // No other file of the namespace ever gets this id.
        new FileIdentity(id, Instant.EPOCH));
  }

  /** Whether two looks at a file saw the same bytes. */
  static boolean isSame(HdfsFileStatus one, HdfsFileStatus other) {
    return one.getFileId() == other.getFileId()
        && one.getLen() == other.getLen()
        && one.getModificationTime() == other.getModificationTime();
  }
}
