package dev.sluice.agent.store.format;

import dev.sluice.agent.store.engine.object.ObjectRecord;
import dev.sluice.agent.store.engine.upload.CompletedUpload;
import dev.sluice.agent.store.engine.upload.PartRecord;
import dev.sluice.agent.store.engine.upload.UploadRecord;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.ChecksumAlgorithm;
import dev.sluice.common.model.ChecksumType;
import dev.sluice.common.model.ETag;
import dev.sluice.common.model.ObjectKey;
import dev.sluice.common.model.Principal;
import dev.sluice.common.model.StorageException;
import dev.sluice.common.model.UploadId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Between what is known of an upload and its stored form. */
public final class UploadCodec {
  private static final int VERSION = 1;

  private UploadCodec() {}

  /** The stored form of what was said when an upload began. */
  public static UploadStart store(UploadRecord upload) {
    StoredMetadata.Builder metadata = StoredMetadata.newBuilder();
    MetadataCodec.store(upload.metadata(), metadata);
    if (!upload.owner().equals(upload.initiator())) {
      metadata.setOwner(FieldCodec.owner(upload.owner()));
    }
    UploadStart.Builder stored =
        UploadStart.newBuilder()
            .setVersion(VERSION)
            .setBucket(upload.bucket().value())
            .setKey(upload.key().value())
            .setId(upload.id().value())
            .setInitiator(FieldCodec.owner(upload.initiator()))
            .setInitiated(FieldCodec.time(upload.initiated()))
            .setMetadata(metadata);
    if (upload.checksumAlgorithm() != null) {
      stored
          .setChecksumAlgorithm(FieldCodec.algorithm(upload.checksumAlgorithm()))
          .setChecksumComposite(upload.checksumType() == ChecksumType.COMPOSITE);
    }
    return stored.build();
  }

  /** The record of an upload; null where it makes no sense. */
  public static @Nullable UploadRecord load(UploadStart stored) {
    ChecksumAlgorithm algorithm = FieldCodec.algorithm(stored.getChecksumAlgorithm());
    Principal initiator = FieldCodec.owner(stored.getInitiator());
    StoredMetadata metadata = stored.getMetadata();
    try {
      return new UploadRecord(
          new BucketName(stored.getBucket()),
          new ObjectKey(stored.getKey()),
          new UploadId(stored.getId()),
          initiator,
          metadata.hasOwner() ? FieldCodec.owner(metadata.getOwner()) : initiator,
          FieldCodec.time(stored.getInitiated()),
          MetadataCodec.load(metadata),
          algorithm,
          algorithm == null ? null : FieldCodec.type(stored.getChecksumComposite()));
    } catch (StorageException e) {
      return null;
    }
  }

  /** The stored form of a part. */
  public static CommittedPart store(PartRecord part) {
    CommittedPart.Builder stored =
        CommittedPart.newBuilder()
            .setNumber(part.number())
            .setSize(part.size())
            .setEtag(part.etag().value())
            .setLastModified(FieldCodec.time(part.lastModified()))
            .setFile(part.place().file())
            .setOffset(part.place().offset());
    if (part.checksum() != null) {
      stored.setChecksum(FieldCodec.checksum(part.checksum()));
    }
    return stored.build();
  }

  /** A part; null where it makes no sense. */
  public static @Nullable PartRecord load(CommittedPart stored) {
    boolean sound =
        stored.getNumber() >= 1
            && stored.getNumber() <= RecordCodec.MAX_PARTS
            && stored.getSize() >= 0
            && stored.getOffset() >= 0
            && stored.getOffset() + stored.getSize() >= 0
            && StoredText.isTag(stored.getEtag())
            && StoredText.isFileName(stored.getFile());
    return sound ? part(stored) : null;
  }

  /** Whether an intent names a file that can be the upload's, and has what an answer needs. */
  public static boolean isSound(Intent intent) {
    Integrity integrity = intent.getRecord().getIntegrity();
    return StoredText.isFileName(intent.getFile())
        && intent.getSize() >= 0
        && StoredText.isTag(integrity.getEtag())
        && integrity.hasLastModified();
  }

  private static PartRecord part(CommittedPart stored) {
    return new PartRecord(
        stored.getNumber(),
        stored.getSize(),
        new ETag(stored.getEtag()),
        FieldCodec.checksum(stored.getChecksum()),
        FieldCodec.time(stored.getLastModified()),
        new PartRecord.Place(stored.getFile(), stored.getOffset()));
  }

  /** The stored form of what a completion is about to make, of the given file, as of now. */
  public static Intent intent(String file, ObjectRecord object, long size, Instant now) {
    StoredRecord none = StoredRecord.getDefaultInstance();
    return Intent.newBuilder()
        .setFile(file)
        .setSize(size)
        .setRecord(RecordCodec.store(object, FileSeal.getDefaultInstance(), 0, none))
        .setNoted(FieldCodec.time(now))
        .build();
  }

  /** The object that a completion was about to make. */
  public static CompletedUpload completed(Intent intent) {
    return new CompletedUpload(
        RecordCodec.load(intent.getRecord(), true, intent.getSize()), intent.getSize());
  }

  /** The time at which an intent was noted. */
  public static Instant noted(Intent intent) {
    return FieldCodec.time(intent.getNoted());
  }
}
