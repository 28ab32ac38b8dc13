package dev.sluice.agent.store.format;

import dev.sluice.agent.store.engine.object.ObjectPart;
import dev.sluice.agent.store.engine.object.ObjectRecord;
import dev.sluice.common.model.ETag;
import dev.sluice.common.model.ObjectMetadata;
import dev.sluice.common.model.Principal;
import dev.sluice.common.model.StorageException;
import dev.sluice.common.model.UploadId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Between an object's record and its stored form. */
public final class RecordCodec {
  /** The version this code writes, and the newest whose integrity it believes. */
  public static final int VERSION = 1;

  /** Of one upload. */
  static final int MAX_PARTS = 10_000;

  private RecordCodec() {}

  /**
   * The stored form.
   *
   * @param before the form it takes the place of: fields of it that this version does not know stay
   */
  public static StoredRecord store(
      ObjectRecord record, FileSeal seal, long revision, StoredRecord before) {
    StoredRecord.Builder stored = before.toBuilder().clearSidecar().clearCrc32C();
    stored.setVersion(VERSION).setSeal(seal).setRevision(revision);
    store(record, stored.getIntegrityBuilder());
    store(record, stored.getMetadataBuilder());
    return stored.build();
  }

  private static void store(ObjectRecord record, Integrity.Builder integrity) {
    integrity.clearEtag().clearChecksum().clearParts().clearUploadId().clearLastModified();
    if (record.etag() != null) {
      integrity.setEtag(record.etag().value());
    }
    if (record.checksum() != null) {
      integrity.setChecksum(FieldCodec.checksum(record.checksum()));
    }
    record.parts().forEach(part -> integrity.addParts(part(part)));
    if (record.uploadId() != null) {
      integrity.setUploadId(record.uploadId().value());
    }
    if (record.lastModified() != null) {
      integrity.setLastModified(FieldCodec.time(record.lastModified()));
    }
  }

  private static void store(ObjectRecord record, StoredMetadata.Builder metadata) {
    MetadataCodec.store(record.metadata(), metadata);
    metadata.clearOwner();
    if (record.owner() != null) {
      metadata.setOwner(FieldCodec.owner(record.owner()));
    }
  }

  private static Part part(ObjectPart part) {
    Part.Builder stored = Part.newBuilder().setNumber(part.number()).setSize(part.size());
    if (part.checksum() != null) {
      stored.setChecksum(FieldCodec.checksum(part.checksum()));
    }
    return stored.build();
  }

  /** Whether the record speaks of a file of this seal, and in words this version knows. */
  public static boolean holds(StoredRecord stored, FileSeal actual) {
    return stored.getVersion() <= VERSION && stored.getSeal().equals(actual);
  }

  /**
   * The record.
   *
   * @param sealed whether what it says of the bytes counts
   */
  public static ObjectRecord load(StoredRecord stored, boolean sealed) {
    return load(stored, sealed, stored.getSeal().getSize());
  }

  static ObjectRecord load(StoredRecord stored, boolean sealed, long size) {
    StoredMetadata said = stored.getMetadata();
    ObjectMetadata metadata = MetadataCodec.load(said);
    Principal owner = said.hasOwner() ? FieldCodec.owner(said.getOwner()) : null;
    if (!sealed) {
      return new ObjectRecord(null, null, List.of(), null, null, metadata, owner);
    }
    Integrity integrity = stored.getIntegrity();
    Instant lastModified =
        integrity.hasLastModified() ? FieldCodec.time(integrity.getLastModified()) : null;
    return new ObjectRecord(
        StoredText.isTag(integrity.getEtag()) ? new ETag(integrity.getEtag()) : null,
        FieldCodec.checksum(integrity.getChecksum()),
        parts(integrity, size),
        uploadId(integrity.getUploadId()),
        lastModified,
        metadata,
        owner);
  }

  /** The part sizes; none where they do not add up to an object of this size. */
  private static List<ObjectPart> parts(Integrity integrity, long size) {
    long left = size;
    int before = 0;
    for (Part part : integrity.getPartsList()) {
      int number = part.getNumber();
      if (number <= before || number > MAX_PARTS || part.getSize() < 0 || part.getSize() > left) {
        return List.of();
      }
      before = number;
      left -= part.getSize();
    }
    return left == 0
        ? integrity.getPartsList().stream().map(RecordCodec::part).toList()
        : List.of();
  }

  private static ObjectPart part(Part part) {
    return new ObjectPart(
        part.getNumber(), part.getSize(), FieldCodec.checksum(part.getChecksum()));
  }

  private static @Nullable UploadId uploadId(String value) {
    try {
      return value.isEmpty() ? null : new UploadId(value);
    } catch (StorageException e) {
      return null;
    }
  }
}
