package dev.sluice.agent.store.format;

import dev.sluice.agent.store.engine.object.ObjectName;
import dev.sluice.agent.store.engine.object.VersionId;
import dev.sluice.agent.store.scrub.DamagedObject;
import dev.sluice.agent.store.scrub.ScrubCounts;
import dev.sluice.agent.store.scrub.ScrubOutcome;
import dev.sluice.agent.store.scrub.ScrubState;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.ObjectKey;
import dev.sluice.common.model.StorageException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Between the state of the scrub and its stored form. */
public final class ScrubCodec {
  private ScrubCodec() {}

  /** The stored form, with its check. */
  public static byte[] write(ScrubState state) {
    return CheckedMessage.write(store(state));
  }

  static StoredScrub store(ScrubState state) {
    StoredScrub.Builder stored =
        StoredScrub.newBuilder().setBytes(state.counts().bytes()).setFurther(state.further());
    if (state.begun() != null) {
      stored.setBegun(FieldCodec.time(state.begun()));
    }
    if (state.ended() != null) {
      stored.setEnded(FieldCodec.time(state.ended()));
    }
    ObjectName at = state.at();
    if (at != null) {
      stored
          .setBucket(at.bucket().value())
          .setKey(at.key().value())
          .setVersion(at.version() == null ? "" : at.version().value());
    }
    state
        .counts()
        .outcomes()
        .forEach((outcome, count) -> stored.putOutcomes(outcome.name(), count));
    for (DamagedObject damaged : state.damaged()) {
      VersionId version = damaged.name().version();
      stored.addDamaged(
          StoredDamage.newBuilder()
              .setBucket(damaged.name().bucket().value())
              .setKey(damaged.name().key().value())
              .setVersion(version == null ? "" : version.value())
              .setOutcome(damaged.outcome().name())
              .setSize(damaged.size())
              .setModified(FieldCodec.time(damaged.modified()))
              .setFound(FieldCodec.time(damaged.found()))
              .setDetail(damaged.detail()));
    }
    return stored.build();
  }

  /** The state of a stored form; {@link ScrubState#NONE} where it was damaged. */
  public static ScrubState read(byte[] bytes) {
    StoredScrub stored = CheckedMessage.read(bytes, StoredScrub.parser());
    return stored == null ? ScrubState.NONE : load(stored);
  }

  static ScrubState load(StoredScrub stored) {
    Map<ScrubOutcome, Long> outcomes = new EnumMap<>(ScrubOutcome.class);
    stored
        .getOutcomesMap()
        .forEach(
            (name, count) ->
                outcome(name).ifPresent(outcome -> outcomes.put(outcome, Math.max(0, count))));
    List<DamagedObject> damaged = new ArrayList<>();
    for (StoredDamage damage : stored.getDamagedList()) {
      ObjectName name = name(damage.getBucket(), damage.getKey(), damage.getVersion());
      Optional<ScrubOutcome> outcome = outcome(damage.getOutcome()).filter(ScrubOutcome::isDamage);
      if (name != null && outcome.isPresent()) {
        damaged.add(
            new DamagedObject(
                name,
                outcome.get(),
                Math.max(0, damage.getSize()),
                FieldCodec.time(damage.getModified()),
                FieldCodec.time(damage.getFound()),
                damage.getDetail()));
      }
    }
    return new ScrubState(
        stored.hasBegun() ? FieldCodec.time(stored.getBegun()) : null,
        name(stored.getBucket(), stored.getKey(), stored.getVersion()),
        stored.hasEnded() ? FieldCodec.time(stored.getEnded()) : null,
        new ScrubCounts(Math.max(0, stored.getBytes()), Map.copyOf(outcomes)),
        List.copyOf(damaged),
        Math.max(0, stored.getFurther()));
  }

  private static Optional<ScrubOutcome> outcome(String name) {
    return Arrays.stream(ScrubOutcome.values())
        .filter(outcome -> outcome.name().equals(name))
        .findAny();
  }

  /** The name; null where it is none. */
  private static @Nullable ObjectName name(String bucket, String key, String version) {
    try {
      return new ObjectName(
          new BucketName(bucket),
          new ObjectKey(key),
          version.isEmpty() ? null : new VersionId(version));
    } catch (StorageException e) {
      return null;
    }
  }
}
