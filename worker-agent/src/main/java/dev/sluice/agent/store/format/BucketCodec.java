package dev.sluice.agent.store.format;

import dev.sluice.agent.store.engine.bucket.BucketRecord;
import dev.sluice.agent.store.engine.bucket.KeptUsage;
import dev.sluice.agent.store.engine.bucket.Usage;
import dev.sluice.common.model.Region;
import dev.sluice.common.model.StorageException;
import java.time.Instant;

/** Between a bucket's record and its stored form. */
public final class BucketCodec {
  /** The version this code writes, and the newest it knows. */
  public static final int VERSION = 1;

  private BucketCodec() {}

  /** The stored form of a new bucket. */
  public static StoredBucket store(BucketRecord record) {
    StoredBucket.Builder stored =
        StoredBucket.newBuilder().setVersion(VERSION).setCreated(FieldCodec.time(record.created()));
    if (record.owner() != null) {
      stored.setOwner(FieldCodec.owner(record.owner()));
    }
    if (!record.region().equals(Region.US_EAST_1)) {
      stored.setRegion(record.region().name());
    }
    return withSettings(stored.build(), record);
  }

  /**
   * A stored form with the settings and the generation of a record; what it says else stays, fields
   * that this version does not know included.
   */
  public static StoredBucket withSettings(StoredBucket before, BucketRecord record) {
    var settings = before.getSettings().toBuilder();
    SettingsCodec.store(record.settings(), settings);
    StoredBucket stored =
        before.toBuilder()
            .setVersion(Math.max(before.getVersion(), VERSION))
            .setSettings(settings)
            .setGeneration(record.generation())
            .build();
    return record.usage() == null ? stored : withUsage(stored, record.usage());
  }

  /** A stored form with a usage; what it says else stays. */
  public static StoredBucket withUsage(StoredBucket before, KeptUsage kept) {
    StoredUsage.Builder usage =
        StoredUsage.newBuilder()
            .setObjects(kept.usage().objects())
            .setObjectBytes(kept.usage().objectBytes())
            .setPartBytes(kept.usage().partBytes())
            .setSettled(kept.settled());
    if (kept.counted() != null) {
      usage.setCounted(FieldCodec.time(kept.counted()));
    }
    return before.toBuilder()
        .setVersion(Math.max(before.getVersion(), VERSION))
        .setUsage(usage)
        .build();
  }

  /**
   * The record.
   *
   * @param directory when the bucket's directory was made, which counts where it came from outside
   */
  public static BucketRecord load(StoredBucket stored, Instant directory) {
    return new BucketRecord(
        stored.hasCreated() ? FieldCodec.time(stored.getCreated()) : directory,
        stored.hasOwner() ? FieldCodec.owner(stored.getOwner()) : null,
        region(stored.getRegion()),
        SettingsCodec.load(stored.getSettings()),
        stored.getGeneration(),
        stored.hasUsage() ? usage(stored.getUsage()) : null);
  }

  private static KeptUsage usage(StoredUsage stored) {
    return new KeptUsage(
        new Usage(stored.getObjects(), stored.getObjectBytes(), stored.getPartBytes())
            .max(Usage.NONE),
        stored.getSettled(),
        stored.hasCounted() ? FieldCodec.time(stored.getCounted()) : null);
  }

  /** The region; where the stored text is none, that of a bucket without one. */
  private static Region region(String stored) {
    try {
      return stored.isEmpty() ? Region.US_EAST_1 : new Region(stored);
    } catch (StorageException e) {
      return Region.US_EAST_1;
    }
  }
}
