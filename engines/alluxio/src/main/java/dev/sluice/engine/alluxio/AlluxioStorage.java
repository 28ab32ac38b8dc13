package dev.sluice.engine.alluxio;

import dev.sluice.agent.store.engine.EngineFeature;
import dev.sluice.agent.store.engine.EngineInfo;
import dev.sluice.agent.store.engine.ReadableStorage;
import dev.sluice.agent.store.engine.StorageDevice;
import dev.sluice.agent.store.engine.bucket.BucketRecord;
import dev.sluice.agent.store.engine.bucket.BucketScan;
import dev.sluice.agent.store.engine.listing.ListScan;
import dev.sluice.agent.store.engine.listing.ListedEntry;
import dev.sluice.agent.store.engine.object.ObjectName;
import dev.sluice.agent.store.engine.object.OpenObject;
import dev.sluice.agent.store.engine.object.StoredObject;
import dev.sluice.agent.store.listing.KeyWalk;
import dev.sluice.common.model.BucketName;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Alluxio as it is read. */
final class AlluxioStorage implements ReadableStorage {
  private static final StorageDevice CLUSTER = new StorageDevice("", false);
  private static final long UNKNOWN = -1;

  /** Each look is at the master itself, so that what others did is there. */
  private static final Set<EngineFeature> FEATURES =
      Set.of(EngineFeature.CHANGE_NOTIFICATION, EngineFeature.QUOTAS);

  private final AlluxioClient client;
  private final AlluxioPaths paths;
  private final AlluxioBuckets buckets;
  private final AlluxioReader reader;
  private final AlluxioPlaces places;
  private final EngineInfo info;

  AlluxioStorage(
      AlluxioClient client,
      AlluxioPaths paths,
      AlluxioBuckets buckets,
      AlluxioReader reader,
      AlluxioPlaces places,
      String location,
      String durability,
      @Nullable String namespaceId) {
    this.client = client;
    this.paths = paths;
    this.buckets = buckets;
    this.reader = reader;
    this.places = places;
    this.info =
        new EngineInfo(
            "alluxio",
            location,
            AlluxioFormat.VERSION,
            durability,
            UNKNOWN,
            UNKNOWN,
            FEATURES,
            namespaceId);
  }

  @Override
  public EngineInfo info() {
    return info;
  }

  @Override
  public List<BucketName> buckets(BucketScan scan) {
    return buckets.list(scan);
  }

  @Override
  public @Nullable BucketRecord bucket(BucketName bucket) {
    return buckets.record(bucket);
  }

  @Override
  public @Nullable BucketRecord knownBucket(BucketName bucket) {
    return buckets.known(bucket);
  }

  @Override
  public StorageDevice device(String bucket) {
    return CLUSTER;
  }

  @Override
  public @Nullable StoredObject stat(ObjectName name) {
    return reader.stat(name);
  }

  @Override
  public @Nullable OpenObject open(ObjectName name) {
    return reader.open(name);
  }

  @Override
  public List<ListedEntry> list(BucketName bucket, ListScan scan) {
    buckets.require(bucket);
    return places
        .of(bucket)
        .survey(
            () ->
                KeyWalk.list(new AlluxioTree(client, paths, reader, bucket, scan.effort()), scan));
  }

  @Override
  public void close() {
    client.close();
  }
}
