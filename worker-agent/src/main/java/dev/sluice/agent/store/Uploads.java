package dev.sluice.agent.store;

import dev.sluice.agent.store.access.Access;
import dev.sluice.agent.store.acl.ObjectStanding;
import dev.sluice.agent.store.engine.StorageEngine;
import dev.sluice.agent.store.engine.upload.PartRecord;
import dev.sluice.agent.store.engine.upload.PartStage;
import dev.sluice.agent.store.engine.upload.UploadArea;
import dev.sluice.agent.store.engine.upload.UploadRecord;
import dev.sluice.agent.store.quota.Quotas;
import dev.sluice.agent.store.request.PartPage;
import dev.sluice.agent.store.request.PartRequest;
import dev.sluice.agent.store.request.UploadRef;
import dev.sluice.agent.store.request.UploadRequest;
import dev.sluice.common.model.ChecksumAlgorithm;
import dev.sluice.common.model.ChecksumType;
import dev.sluice.common.model.ChecksumValue;
import dev.sluice.common.model.ETag;
import dev.sluice.common.model.ObjectMetadata;
import dev.sluice.common.model.StorageException;
import dev.sluice.common.model.UploadId;
import dev.sluice.v1.FailureReason;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Uploads and their parts, up to completion. */
final class Uploads {
  private final StorageEngine engine;
  private final Quotas quotas;
  private final StoreLimits limits;
  private final InstantSource clock;
  private final Supplier<UploadId> ids;

  Uploads(
      StorageEngine engine,
      Quotas quotas,
      StoreLimits limits,
      InstantSource clock,
      Supplier<UploadId> ids) {
    this.engine = engine;
    this.quotas = quotas;
    this.limits = limits;
    this.clock = clock;
    this.ids = ids;
  }

  UploadRecord create(Access access, UploadRequest request) {
    ObjectMetadata accepted = MetadataRules.accept(request.metadata());
    return Publishing.retried(
        () -> {
          access.renew();
          UploadRecord upload = begun(access, request, accepted);
          access.context().requireWaiting();
          return engine.decidedBy(access.settings()).createUpload(upload).upload();
        });
  }

  private UploadRecord begun(Access access, UploadRequest request, ObjectMetadata accepted) {
    ObjectStanding standing = access.rules().standing(access.context().principal(), request.acl());
    return new UploadRecord(
        request.bucket(),
        request.key(),
        ids.get(),
        access.context().principal(),
        standing.owner(),
        clock.instant(),
        accepted.withAcl(standing.acl()),
        request.checksumAlgorithm(),
        checksumType(request.checksumAlgorithm(), request.checksumType()));
  }

  BodyWriter<PartRecord> part(Access access, PartRequest request) {
    int number = request.number();
    checkPartNumber(number);
    ReceivedBody.checkDeclared(request.length(), limits.maximumPieceBytes());
    UploadArea area = unfinished(access, request.upload());
    ChecksumAlgorithm algorithm = algorithmOf(area.upload(), request.checksumAlgorithm());
    quotas.requireRoom(area, number, Math.max(0, request.length()));
    PartStage stage = area.stagePart(number, request.length());
    return new ReceivedBody<>(
        stage,
        request.length(),
        limits.maximumPieceBytes(),
        new Digests(algorithm, request.statesCrc32c()),
        computed -> commit(access, area, number, stage, computed.etag(), computed.checksum()));
  }

  /** Makes the bytes of a stage the part of a number. */
  PartRecord commit(
      Access access,
      UploadArea area,
      int number,
      PartStage stage,
      ETag etag,
      @Nullable ChecksumValue checksum) {
    return quotas.changing(
        area.upload().bucket(),
        meter -> {
          access.renew();
          access.context().requireWaiting();
          Supplier<PartRecord> commit = () -> stage.commit(etag, checksum, clock.instant());
          return meter == null ? commit.get() : meter.commit(area, number, stage.size(), commit);
        });
  }

  PartPage parts(Access access, UploadRef ref, int afterPart, int limit) {
    Refusals.requireWithin("part limit", limit, 0, StoreLimits.MAX_PAGE);
    UploadArea area = unfinished(access, ref);
    List<PartRecord> later =
        area.parts().values().stream().filter(part -> part.number() > afterPart).toList();
    boolean truncated = limit > 0 && later.size() > limit;
    return new PartPage(area.upload(), later.subList(0, Math.min(limit, later.size())), truncated);
  }

  /** An upload that is not finished. */
  UploadArea unfinished(Access access, UploadRef ref) {
    UploadArea area = find(ref);
    access.toUpload(area == null ? null : area.upload());
    if (area == null || area.completion() != null) {
      throw Refusals.uploadNotFound(ref.id());
    }
    return area;
  }

  /** An upload, finished ones included; null where there is none of this bucket, key and id. */
  @Nullable UploadArea find(UploadRef ref) {
    UploadArea area = engine.upload(ref.bucket(), ref.id());
    return area != null && area.upload().key().equals(ref.key()) ? area : null;
  }

  static void checkPartNumber(int number) {
    Refusals.requireWithin("part number", number, 1, StoreLimits.MAX_PARTS);
  }

  private static @Nullable ChecksumAlgorithm algorithmOf(
      UploadRecord upload, @Nullable ChecksumAlgorithm stated) {
    ChecksumAlgorithm ofUpload = upload.checksumAlgorithm();
    if (ofUpload != null && stated != null && ofUpload != stated) {
      throw new StorageException(
          FailureReason.REQUEST_INVALID,
          "part's checksum: " + stated + " (expected: the upload's: " + ofUpload + ")");
    }
    return stated == null ? ofUpload : stated;
  }

  private static @Nullable ChecksumType checksumType(
      @Nullable ChecksumAlgorithm algorithm, @Nullable ChecksumType type) {
    if (algorithm == null) {
      if (type != null) {
        throw new StorageException(
            FailureReason.REQUEST_INVALID,
            "checksum type: " + type + " (expected: none without an algorithm)");
      }
      return null;
    }
    boolean fullOnly = algorithm == ChecksumAlgorithm.CRC64NVME;
    if (type == null) {
      return fullOnly ? ChecksumType.FULL_OBJECT : ChecksumType.COMPOSITE;
    }
    ChecksumType only = fullOnly ? ChecksumType.FULL_OBJECT : ChecksumType.COMPOSITE;
    if (type != only && (fullOnly || !algorithm.combines())) {
      throw new StorageException(
          FailureReason.REQUEST_INVALID,
          "checksum type: " + type + " (expected: " + only + " for " + algorithm + ")");
    }
    return type;
  }
}
