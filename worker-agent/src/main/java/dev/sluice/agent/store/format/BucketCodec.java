package dev.sluice.agent.store.format;

import dev.sluice.agent.store.engine.BucketRecord;
import dev.sluice.common.model.Region;
import dev.sluice.common.model.StorageException;

/** Between a bucket's record and its stored form. */
public final class BucketCodec {
  /** The version this code writes, and the newest it knows. */
  public static final int VERSION = 1;

  private BucketCodec() {}

  /** The stored form. */
  public static BucketSettings store(BucketRecord record) {
    BucketSettings.Builder stored =
        BucketSettings.newBuilder()
            .setVersion(VERSION)
            .setCreated(FieldCodec.time(record.created()));
    if (record.owner() != null) {
      stored.setOwner(FieldCodec.owner(record.owner()));
    }
    if (!record.region().equals(Region.US_EAST_1)) {
      stored.setRegion(record.region().name());
    }
    return stored.build();
  }

  /** The record. */
  public static BucketRecord load(BucketSettings stored) {
    return new BucketRecord(
        FieldCodec.time(stored.getCreated()),
        stored.hasOwner() ? FieldCodec.owner(stored.getOwner()) : null,
        region(stored.getRegion()));
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
