package dev.sluice.agent.service;

import com.google.protobuf.Duration;
import dev.sluice.agent.store.engine.object.ObjectName;
import dev.sluice.agent.store.engine.object.VersionId;
import dev.sluice.agent.store.scrub.DamagedObject;
import dev.sluice.agent.store.scrub.ScrubCounts;
import dev.sluice.agent.store.scrub.ScrubOutcome;
import dev.sluice.agent.store.scrub.ScrubScope;
import dev.sluice.agent.store.scrub.ScrubState;
import dev.sluice.agent.store.scrub.Scrubber;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.StorageException;
import dev.sluice.common.rpc.WireTime;
import dev.sluice.v1.FailureReason;
import dev.sluice.v1.GetScrubStatusResponse;
import dev.sluice.v1.ScrubRequest;

/** Scrubs, from and to messages. */
final class ScrubMessages {
  private ScrubMessages() {}

  static ScrubScope scope(ScrubRequest request) {
    if (request.getBucket().isEmpty() && !request.getPrefix().isEmpty()) {
      throw new StorageException(
          FailureReason.ARGUMENT_INVALID,
          "prefix: '" + request.getPrefix() + "' (expected: with a bucket)");
    }
    return new ScrubScope(
        request.getBucket().isEmpty() ? null : new BucketName(request.getBucket()),
        request.getPrefix());
  }

  static long bytesPerSecond(ScrubRequest request) {
    if (request.getBytesPerSecond() < 0) {
      throw new StorageException(
          FailureReason.ARGUMENT_INVALID,
          "bytes_per_second: " + request.getBytesPerSecond() + " (expected: 0 or more)");
    }
    return request.getBytesPerSecond();
  }

  static dev.sluice.v1.ScrubCounts toProto(ScrubCounts counts) {
    return dev.sluice.v1.ScrubCounts.newBuilder()
        .setBytes(counts.bytes())
        .setIntact(counts.of(ScrubOutcome.INTACT))
        .setTagged(counts.of(ScrubOutcome.TAGGED))
        .setRotten(counts.of(ScrubOutcome.ROTTEN))
        .setUnreadable(counts.of(ScrubOutcome.UNREADABLE))
        .setUnprovable(counts.of(ScrubOutcome.UNPROVABLE))
        .setChanged(counts.of(ScrubOutcome.CHANGED))
        .build();
  }

  static dev.sluice.v1.DamagedObject toProto(DamagedObject damaged) {
    VersionId version = damaged.name().version();
    return dev.sluice.v1.DamagedObject.newBuilder()
        .setBucket(damaged.name().bucket().value())
        .setKey(damaged.name().key().value())
        .setVersion(version == null ? VersionId.NULL.value() : version.value())
        .setSize(damaged.size())
        .setDamage(
            damaged.outcome() == ScrubOutcome.UNREADABLE
                ? dev.sluice.v1.DamagedObject.Damage.UNREADABLE
                : dev.sluice.v1.DamagedObject.Damage.ROTTEN)
        .setDetail(damaged.detail())
        .setFound(WireTime.toProto(damaged.found()))
        .build();
  }

  static GetScrubStatusResponse status(Scrubber.Settings settings, ScrubState state) {
    GetScrubStatusResponse.Builder status =
        GetScrubStatusResponse.newBuilder()
            .setBytesPerSecond(settings.bytesPerSecond())
            .setInterval(
                Duration.newBuilder()
                    .setSeconds(settings.interval().toSeconds())
                    .setNanos(settings.interval().toNanosPart()))
            .setCounts(toProto(state.counts()))
            .setFurtherDamaged(state.further());
    if (state.begun() != null) {
      status.setBegun(WireTime.toProto(state.begun()));
    }
    if (state.ended() != null) {
      status.setEnded(WireTime.toProto(state.ended()));
    }
    ObjectName at = state.at();
    if (at != null) {
      status.setBucket(at.bucket().value()).setKey(at.key().value());
    }
    state.damaged().forEach(damaged -> status.addDamaged(toProto(damaged)));
    return status.build();
  }
}
