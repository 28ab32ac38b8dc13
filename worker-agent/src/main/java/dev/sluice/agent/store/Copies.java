package dev.sluice.agent.store;

import dev.sluice.agent.store.access.Access;
import dev.sluice.agent.store.acl.ObjectStanding;
import dev.sluice.agent.store.engine.StorageEngine;
import dev.sluice.agent.store.engine.object.ObjectName;
import dev.sluice.agent.store.engine.object.ObjectPart;
import dev.sluice.agent.store.engine.object.ObjectRecord;
import dev.sluice.agent.store.engine.object.OpenObject;
import dev.sluice.agent.store.engine.object.Stage;
import dev.sluice.agent.store.quota.Quotas;
import dev.sluice.agent.store.request.CopyRequest;
import dev.sluice.agent.store.request.ObjectInfo;
import dev.sluice.common.model.ChecksumAlgorithm;
import dev.sluice.common.model.ChecksumValue;
import dev.sluice.common.model.ObjectMetadata;
import dev.sluice.common.model.StorageException;
import dev.sluice.common.model.TagSet;
import dev.sluice.common.model.UploadId;
import dev.sluice.v1.FailureReason;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Copies of objects, made where they lie. */
final class Copies {
  /** Bytes that are shared need no space; how many are not the engine finds out. */
  private static final long LENGTH_UNKNOWN = -1;

  private final StorageEngine engine;
  private final Quotas quotas;
  private final Reads reads;
  private final Publishing publishing;
  private final StoreLimits limits;
  private final InstantSource clock;

  Copies(
      StorageEngine engine,
      Quotas quotas,
      Reads reads,
      Publishing publishing,
      StoreLimits limits,
      InstantSource clock) {
    this.engine = engine;
    this.quotas = quotas;
    this.reads = reads;
    this.publishing = publishing;
    this.limits = limits;
    this.clock = clock;
  }

  ObjectInfo copy(Access access, CopyRequest request) {
    ObjectMetadata replacement = request.metadata();
    ObjectMetadata accepted = replacement == null ? null : MetadataRules.accept(replacement);
    if (request.tags() != null) {
      TagSet _ = request.tags().requireAtMost(TagSet.MAX_OF_OBJECT);
    }
    ObjectName source = new ObjectName(request.source().bucket(), request.source().key());
    ObjectName target = new ObjectName(request.bucket(), request.key());
    if (source.equals(target)) {
      return ontoItself(access, request, accepted);
    }
    publishing.checkEarly(access, target, request.conditions());
    try (OpenObject open = reads.openSource(access, request.source())) {
      checkSize(open.object().size());
      quotas.requireRoom(target, open.object().size());
      SourceDigest digest = new SourceDigest(access.context());
      ObjectRecord _ = record(access, request, open, digest, accepted, null); // refused early
      try (Stage stage = engine.stage(request.bucket(), LENGTH_UNKNOWN)) {
        access.context().requireWaiting();
        stage.append(open, 0, open.object().size());
        access.renew();
        ObjectRecord record = record(access, request, open, digest, accepted, null);
        return ObjectInfo.of(
            request.key(), publishing.publish(access, target, stage, record, request.conditions()));
      }
    }
  }

  /**
   * The copy of an object onto itself: it is read for its checksum before anything is decided, and
   * again if it changed.
   */
  private ObjectInfo ontoItself(
      Access access, CopyRequest request, @Nullable ObjectMetadata accepted) {
    SourceDigest digest = new SourceDigest(access.context());
    return ObjectInfo.of(
        request.key(),
        publishing.replaceRecord(
            access,
            new ObjectName(request.bucket(), request.key()),
            request.conditions(),
            current -> {
              access.toSource(current.object());
              Conditions.checkCopySource(request.source().conditions(), current.object());
              checkSize(current.object().size());
              UploadId completedFrom = current.object().record().uploadId();
              return record(access, request, current, digest, accepted, completedFrom);
            }));
  }

  /** Refuses what S3 copies part by part only. */
  void checkSize(long size) {
    if (size > limits.maximumPieceBytes()) {
      throw new StorageException(
          FailureReason.REQUEST_INVALID,
          "copy source: " + size + " bytes (expected: at most " + limits.maximumPieceBytes() + ")");
    }
  }

  private ObjectRecord record(
      Access access,
      CopyRequest request,
      OpenObject source,
      SourceDigest digest,
      @Nullable ObjectMetadata replacement,
      @Nullable UploadId completedFrom) {
    ObjectInfo info = ObjectInfo.of(request.source().key(), source.object());
    ChecksumAlgorithm wanted = request.checksumAlgorithm();
    ChecksumValue own = info.checksum();
    boolean keepsOwn = wanted == null || (own != null && own.isOfTheWhole(wanted));
    ChecksumValue checksum = wanted == null || keepsOwn ? own : digest.ofTheWhole(source, wanted);
    OpenReading.requireUnchanged(source);
    ObjectStanding standing = access.rules().standing(access.context().principal(), request.acl());
    TagSet tags = request.tags();
    if (tags == null) {
      access.toSourceTags(source.object());
    }
    return new ObjectRecord(
        info.etag(),
        checksum,
        keepsOwn ? info.parts() : withoutChecksums(info.parts()),
        completedFrom,
        clock.instant(),
        (replacement == null ? info.metadata() : replacement)
            .withTags(tags == null ? info.metadata().tags() : tags)
            .withAcl(standing.acl()),
        standing.owner());
  }

  /** The parts without their checksums, where the object now has one of another algorithm. */
  private static List<ObjectPart> withoutChecksums(List<ObjectPart> parts) {
    return parts.stream().map(part -> new ObjectPart(part.number(), part.size(), null)).toList();
  }
}
