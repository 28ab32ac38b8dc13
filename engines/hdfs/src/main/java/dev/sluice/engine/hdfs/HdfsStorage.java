package dev.sluice.engine.hdfs;

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
import dev.sluice.common.metrics.Metric;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.Placement;
import dev.sluice.common.model.StorageException;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.fs.FsStatus;
import org.jspecify.annotations.Nullable;

/** HDFS as it is read. */
final class HdfsStorage implements ReadableStorage {
  private static final StorageDevice CLUSTER = new StorageDevice("", false);
  private static final FsStatus UNKNOWN = new FsStatus(-1, -1, -1);

  /** Each look is at the namenode itself, so that what others did is there. */
  private static final Set<EngineFeature> OF_ONE_AGENT =
      Set.of(EngineFeature.CHANGE_NOTIFICATION, EngineFeature.QUOTAS);

  private static final Set<EngineFeature> OF_SEVERAL =
      Set.of(EngineFeature.CHANGE_NOTIFICATION, EngineFeature.SHARED_NAMESPACE);

  private final HdfsClient client;
  private final HdfsPaths paths;
  private final HdfsBuckets buckets;
  private final HdfsReader reader;
  private final HdfsSight sight;
  private final String location;
  private final String durability;
  private final Set<EngineFeature> features;
  private final @Nullable String namespaceId;
  private final HdfsAhead ahead = new HdfsAhead();
  private volatile FsStatus space = UNKNOWN;

  HdfsStorage(
      HdfsClient client,
      HdfsPaths paths,
      HdfsBuckets buckets,
      HdfsReader reader,
      HdfsSight sight,
      String location,
      String durability,
      Placement placement,
      @Nullable String namespaceId) {
    this.client = client;
    this.paths = paths;
    this.buckets = buckets;
    this.reader = reader;
    this.sight = sight;
    this.location = location;
    this.durability = durability;
    this.features =
        switch (placement) {
          case BUCKET -> OF_ONE_AGENT;
          case SHARED -> OF_SEVERAL;
        };
    this.namespaceId = namespaceId;
  }

  @Override
  public EngineInfo info() {
    FsStatus space = space();
    return new EngineInfo(
        "hdfs",
        location,
        HdfsFormat.VERSION,
        durability,
        space.getRemaining(),
        space.getCapacity(),
        features,
        namespaceId);
  }

  private FsStatus space() {
    try {
      space = client.space();
    } catch (StorageException e) {
      space = UNKNOWN;
    }
    return space;
  }

  /** Space as it was when a frontend last asked about the agent: a scrape asks no namenode. */
  @Override
  public List<Metric> measures() {
    return List.of(
        Metric.gauge(
            "sluice_storage_bytes",
            "Size of the cluster, replicas included; -1: not known.",
            () -> space.getCapacity()),
        Metric.gauge(
            "sluice_storage_free_bytes",
            "What is free in it, replicas included; -1: not known.",
            () -> space.getRemaining()));
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
    return sight.survey(
        bucket,
        () -> {
          HdfsListedObjects objects = new HdfsListedObjects(reader, ahead, scan.limit());
          return KeyWalk.list(
              new HdfsTree(client, paths, reader, bucket, objects, scan.effort()), scan);
        });
  }

  @Override
  public void close() {
    ahead.close();
    client.close();
  }
}
