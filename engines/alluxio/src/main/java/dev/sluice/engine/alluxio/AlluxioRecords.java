package dev.sluice.engine.alluxio;

import alluxio.client.file.URIStatus;
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
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records as an attribute of the file, so that they follow it everywhere. What is too large lies in
 * a sidecar, which the attribute points to; the attribute then holds the core.
 *
 * <p>The record that a file is published with is {@code user.sluice}. One that takes its place is
 * {@code user.sluice.<id of the file>.<number>}, created and never changed, and the highest number
 * counts: an agent that was taken over from while it was paused cannot put its record over a newer
 * one, nor with another file that came to the path.
 */
final class AlluxioRecords {
  static final String ATTRIBUTE = "user.sluice";

  private static final Logger LOG = LoggerFactory.getLogger(AlluxioRecords.class);
  private static final long NONE = -1;
  private static final int MAX_NUMBER_DIGITS = 18;

  /** Larger ones would be part of each listing, and fill the master's memory. */
  private static final int MAX_ATTRIBUTE_BYTES = 16_384;

  private final AlluxioClient client;
  private final AlluxioSidecars sidecars;

  AlluxioRecords(AlluxioClient client, AlluxioSidecars sidecars) {
    this.client = client;
    this.sidecars = sidecars;
  }

  /**
   * A record that was put with a file.
   *
   * @param object the object that the file is with it
   * @param sidecar name of the sidecar written for it; null where none was
   */
  record Draft(StoredObject object, @Nullable String sidecar) {}

  /** The file of a status with its record. */
  AlluxioFile read(URIStatus status) {
    List<String> names = names(status);
    StoredRecord core = newest(status, names);
    if (core == null) {
      StoredRecord none = StoredRecord.getDefaultInstance();
      return new AlluxioFile(status, none, true, object(status, ObjectRecord.NONE, 0), names);
    }
    StoredRecord whole = core.hasSidecar() ? sidecars.whole(core, status.getFileId()) : core;
    StoredRecord best = whole == null ? core : whole;
    ObjectRecord record = RecordCodec.load(best, RecordCodec.holds(core, seal(status)));
    return new AlluxioFile(
        status, best, whole != null, object(status, record, core.getRevision()), names);
  }

  /** Names of the attributes that are records of this file, that of the highest number last. */
  private static List<String> names(URIStatus status) {
    Map<String, byte[]> attributes = status.getXAttr();
    List<String> names = new ArrayList<>(1);
    if (attributes != null) {
      for (String name : attributes.keySet()) {
        if (numberOf(name, status) != NONE) {
          names.add(name);
        }
      }
      names.sort(Comparator.comparingLong(name -> numberOf(name, status)));
    }
    return names;
  }

  /** Whether a file is as an agent published it: one from outside has no record, or another's. */
  static boolean isPublished(URIStatus status) {
    StoredRecord core = newest(status, names(status));
    return core != null && RecordCodec.holds(core, seal(status));
  }

  private static String prefix(URIStatus status) {
    return ATTRIBUTE + "." + Long.toHexString(status.getFileId()) + ".";
  }

  /** The number of a record by the name of its attribute; none of another attribute. */
  private static long numberOf(String name, URIStatus status) {
    if (name.equals(ATTRIBUTE)) {
      return 0;
    }
    String prefix = prefix(status);
    String number = name.startsWith(prefix) ? name.substring(prefix.length()) : "";
    boolean is =
        !number.isEmpty()
            && number.length() <= MAX_NUMBER_DIGITS
            && number.chars().allMatch(c -> c >= '0' && c <= '9');
    return is ? Long.parseLong(number) : NONE;
  }

  /** The newest record as it lies there; null where there is none, or it was damaged. */
  private static @Nullable StoredRecord newest(URIStatus status, List<String> names) {
    byte[] value = names.isEmpty() ? null : AlluxioClient.attribute(status, names.getLast());
    return value == null ? null : CheckedMessage.read(value, StoredRecord.parser());
  }

  /**
   * Puts a record with a file that is no object yet; null where the file is gone.
   *
   * @param status of the file, which the record is sealed with
   */
  @Nullable Draft draft(BucketName bucket, ObjectKey key, URIStatus status, ObjectRecord record) {
    StoredRecord before = StoredRecord.getDefaultInstance();
    return draft(bucket, key, status, record, before, ATTRIBUTE, client::setAttribute);
  }

  /**
   * Replaces the record of a file by one that counts from now on; null where the file is gone, or
   * somebody replaced the record first.
   */
  @Nullable Draft replace(BucketName bucket, ObjectKey key, AlluxioFile file, ObjectRecord record) {
    URIStatus status = file.status();
    List<String> names = file.records();
    long last = names.isEmpty() ? 0 : numberOf(names.getLast(), status);
    String name = prefix(status) + (last + 1);
    return draft(bucket, key, status, record, file.stored(), name, client::createAttribute);
  }

  /** Removes the records of a file that were replaced; what stays the next replacement removes. */
  void removeReplaced(AlluxioFile file) {
    if (!file.records().isEmpty()) {
      try {
        client.removeAttributes(file.path(), file.records());
      } catch (StorageException e) {
        LOG.debug("{}: {} stay.", file.path(), file.records(), e);
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
      URIStatus status,
      ObjectRecord record,
      StoredRecord before,
      String name,
      Attachment attachment) {
    long revision = ThreadLocalRandom.current().nextLong();
    StoredRecord whole = RecordCodec.store(record, seal(status), revision, before);
    StoredObject object = object(status, record, revision);
    String path = status.getPath();
    byte[] value = CheckedMessage.write(whole);
    if (value.length <= MAX_ATTRIBUTE_BYTES) {
      return attachment.put(path, name, value) ? new Draft(object, null) : null;
    }
    String id = sidecars.write(bucket, key, status.getFileId(), whole);
    boolean known = false;
    try {
      boolean created = attachment.put(path, name, core(whole, id, status.getFileId()));
      known = true;
      if (!created) {
        sidecars.giveUp(id);
      }
      return created ? new Draft(object, id) : null;
    } finally {
      if (!known) {
        // The master may have created it, and not been heard.
        sidecars.counts(id);
      }
    }
  }

  private static byte[] core(StoredRecord whole, String id, long file) {
    SidecarPointer pointer = SidecarPointer.newBuilder().setId(id).setInode(file).build();
    Integrity.Builder integrity = whole.getIntegrity().toBuilder().clearParts();
    StoredRecord core = whole.toBuilder().setIntegrity(integrity).setSidecar(pointer).build();
    byte[] value = CheckedMessage.write(core);
    return value.length <= MAX_ATTRIBUTE_BYTES
        ? value
        : CheckedMessage.write(core.toBuilder().clearMetadata().build());
  }

  /** The sidecar that an object's file points to; null where it points to none. */
  static @Nullable String sidecarOf(URIStatus status) {
    StoredRecord core = newest(status, names(status));
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

  private static FileSeal seal(URIStatus status) {
    Instant modified = Instant.ofEpochMilli(status.getLastModificationTimeMs());
    return FileSeal.newBuilder()
        .setSize(status.getLength())
        .setModifiedSeconds(modified.getEpochSecond())
        .setModifiedNanos(modified.getNano())
        .build();
  }

  private static StoredObject object(URIStatus status, ObjectRecord record, long revision) {
    long id = status.getFileId();
    long modified = status.getLastModificationTimeMs();
    String token =
        Long.toHexString(id)
            + "-"
            + Long.toHexString(status.getLength())
            + "-"
            + Long.toHexString(modified)
            + "-"
            + Long.toHexString(revision);
    return new StoredObject(
        VersionId.NULL,
        record,
        status.getLength(),
        Instant.ofEpochMilli(modified),
        new StateToken(token),
        // No other file of the namespace ever gets this id.
        new FileIdentity(id, Instant.EPOCH));
  }
}
