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
import dev.sluice.common.model.StorageException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.hdfs.protocol.HdfsFileStatus;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records as an attribute of the file, so that they follow it everywhere. What is too large lies in
 * a sidecar, which the attribute points to; the attribute then holds the core.
 *
 * <p>A record is read and written by the id of its file, never by the path, at which another file
 * may be by now.
 *
 * <p>An attribute is created and never changed. The first record of a file is {@code user.sluice};
 * one that takes the place of record {@code n} is {@code user.sluice.<n + 1>}, and the highest
 * number counts. So the namenode lets one of all who replace the same record win, whichever agents
 * they are of. Those that were replaced are removed afterwards: by anybody and however late, since
 * a higher one is there for ever. An agent that was paused may create a number anew that was
 * removed meanwhile: it is below the highest one and never read.
 */
final class HdfsRecords {
  static final String ATTRIBUTE = "user.sluice";

  private static final Logger LOG = LoggerFactory.getLogger(HdfsRecords.class);

  /** Names of attributes of records that took the place of others. */
  private static final Pattern REPLACEMENT =
      Pattern.compile("user\\.sluice\\.(?<number>[1-9][0-9]{0,17}+)");

  private static final long NONE = -1;

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
    List<String> names = names(attributes);
    StoredRecord core = newest(attributes, names);
    if (core == null) {
      StoredRecord none = StoredRecord.getDefaultInstance();
      return new HdfsFile(path, status, none, true, object(status, ObjectRecord.NONE, 0), names);
    }
    StoredRecord whole = core.hasSidecar() ? sidecars.whole(core, status.getFileId()) : core;
    StoredRecord best = whole == null ? core : whole;
    ObjectRecord record = RecordCodec.load(best, RecordCodec.holds(core, seal(status)));
    return new HdfsFile(
        path, status, best, whole != null, object(status, record, core.getRevision()), names);
  }

  /** Names of the attributes that are records, that of the highest number last. */
  private static List<String> names(Map<String, byte[]> attributes) {
    List<String> names = new ArrayList<>(1);
    for (String name : attributes.keySet()) {
      if (numberOf(name) != NONE) {
        names.add(name);
      }
    }
    names.sort(Comparator.comparingLong(HdfsRecords::numberOf));
    return names;
  }

  /** The number of a record by the name of its attribute; none of another attribute. */
  private static long numberOf(String name) {
    if (name.equals(ATTRIBUTE)) {
      return 0;
    }
    Matcher replacement = REPLACEMENT.matcher(name);
    return replacement.matches() ? Long.parseLong(replacement.group("number")) : NONE;
  }

  /** The newest record as it lies there; null where there is none, or it was damaged. */
  private static @Nullable StoredRecord newest(Map<String, byte[]> attributes, List<String> names) {
    byte[] value = names.isEmpty() ? null : attributes.get(names.getLast());
    return value == null ? null : CheckedMessage.read(value, StoredRecord.parser());
  }

  /**
   * Puts a record with a file that is no object yet, in place of an earlier one; null where the
   * file is gone.
   *
   * @param status of the file, which the record is sealed with
   */
  @Nullable Draft draft(
      BucketName bucket, ObjectKey key, HdfsFileStatus status, ObjectRecord record) {
    StoredRecord before = StoredRecord.getDefaultInstance();
    return draft(bucket, key, status, record, before, ATTRIBUTE, client::setAttribute);
  }

  /**
   * Replaces the record of a file by one that counts from now on; null where the file is gone, or
   * somebody replaced the record first.
   */
  @Nullable Draft replace(BucketName bucket, ObjectKey key, HdfsFile file, ObjectRecord record) {
    List<String> names = file.records();
    String name = names.isEmpty() ? ATTRIBUTE : ATTRIBUTE + "." + (numberOf(names.getLast()) + 1);
    return draft(bucket, key, file.status(), record, file.stored(), name, client::createAttribute);
  }

  /** Removes the records of a file that were replaced; what stays the next replacement removes. */
  void removeReplaced(HdfsFile file) {
    String path = HdfsClient.pathOf(file.status().getFileId());
    for (String name : file.records()) {
      try {
        client.removeAttribute(path, name);
      } catch (StorageException e) {
        LOG.debug("{}: {} stays.", path, name, e);
      }
    }
  }

  /** The way in which the attribute of a record comes to a file; false where it does not. */
  @FunctionalInterface
  private interface Attachment {
    boolean put(String path, String name, byte[] value);
  }

  private @Nullable Draft draft(
      BucketName bucket,
      ObjectKey key,
      HdfsFileStatus status,
      ObjectRecord record,
      StoredRecord before,
      String name,
      Attachment attachment) {
    long revision = ThreadLocalRandom.current().nextLong();
    StoredRecord whole = RecordCodec.store(record, seal(status), revision, before);
    StoredObject object = object(status, record, revision);
    String path = HdfsClient.pathOf(status.getFileId());
    byte[] value = CheckedMessage.write(whole);
    if (fits(name, value)) {
      return attachment.put(path, name, value) ? new Draft(object, null) : null;
    }
    String id = sidecars.write(bucket, key, status.getFileId(), whole);
    boolean known = false;
    try {
      boolean created = attachment.put(path, name, core(name, whole, id, status.getFileId()));
      known = true;
      if (!created) {
        sidecars.giveUp(id);
      }
      return created ? new Draft(object, id) : null;
    } finally {
      if (!known) {
        // The namenode may have created it, and not been heard.
        sidecars.counts(id);
      }
    }
  }

  private static byte[] core(String name, StoredRecord whole, String id, long file) {
    SidecarPointer pointer = SidecarPointer.newBuilder().setId(id).setInode(file).build();
    Integrity.Builder integrity = whole.getIntegrity().toBuilder().clearParts();
    StoredRecord core = whole.toBuilder().setIntegrity(integrity).setSidecar(pointer).build();
    byte[] value = CheckedMessage.write(core);
    return fits(name, value)
        ? value
        : CheckedMessage.write(core.toBuilder().clearMetadata().build());
  }

  /** The sidecar that an object's file points to; null where it points to none. */
  @Nullable String sidecarOf(HdfsFileStatus status) {
    Map<String, byte[]> attributes = client.attributes(HdfsClient.pathOf(status.getFileId()));
    StoredRecord core = attributes == null ? null : newest(attributes, names(attributes));
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
