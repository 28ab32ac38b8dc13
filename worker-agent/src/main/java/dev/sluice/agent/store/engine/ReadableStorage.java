package dev.sluice.agent.store.engine;

import dev.sluice.agent.store.engine.bucket.BucketRecord;
import dev.sluice.agent.store.engine.bucket.BucketScan;
import dev.sluice.agent.store.engine.listing.ListScan;
import dev.sluice.agent.store.engine.listing.ListedEntry;
import dev.sluice.agent.store.engine.listing.ListedVersion;
import dev.sluice.agent.store.engine.listing.LongListing;
import dev.sluice.agent.store.engine.listing.VersionScan;
import dev.sluice.agent.store.engine.object.DeleteMarker;
import dev.sluice.agent.store.engine.object.ObjectName;
import dev.sluice.agent.store.engine.object.OpenObject;
import dev.sluice.agent.store.engine.object.StoredObject;
import dev.sluice.common.metrics.Metric;
import dev.sluice.common.model.BucketName;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The readable half of a storage that objects lie on: all that can be asked of it without changing
 * anything.
 *
 * <p>Failures are {@link dev.sluice.common.model.StorageException} with {@code BUCKET_NOT_FOUND},
 * {@code STORAGE_FAULT}, {@code UNAVAILABLE}. Calls block; all types are safe for use by several
 * threads unless they say otherwise.
 */
public interface ReadableStorage extends AutoCloseable {
  /** Longest time for which {@link #knownBucket} may not know of changes from outside. */
  Duration STALENESS = Duration.ofSeconds(1);

  /** The description of this storage. */
  EngineInfo info();

  /**
   * Legal names of buckets in byte order, directories from outside included. Fewer than the scan's
   * limit mean that nothing follows.
   */
  List<BucketName> buckets(BucketScan scan);

  /** The record of a bucket; null where there is none. */
  @Nullable BucketRecord bucket(BucketName bucket);

  /**
   * The record of a bucket where it is known without reading anything, else null. Every change that
   * was made through this storage is in it; one that was made otherwise is within {@link
   * #STALENESS}.
   */
  default @Nullable BucketRecord knownBucket(BucketName bucket) {
    return null;
  }

  /**
   * The part of the storage that calls about a bucket wait for. Never waits for it.
   *
   * @param bucket the name of one that is there, or of none
   */
  default StorageDevice device(String bucket) {
    return StorageDevice.WHOLE;
  }

  /** The object of a name as it is now; null where there is none, or a delete marker. */
  @Nullable StoredObject stat(ObjectName name);

  /**
   * The delete marker of a name; null where there is none. Without a version it is the newest
   * version of the key, which says why there is no object.
   */
  default @Nullable DeleteMarker marker(ObjectName name) {
    return null;
  }

  /**
   * Opens the object of a name; null where there is none, or a delete marker. Whatever is published
   * or deleted meanwhile, a read gives the bytes that were opened or fails with {@code
   * STORAGE_FAULT}; it never fails so with {@link EngineFeature#STABLE_READS}.
   */
  @Nullable OpenObject open(ObjectName name);

  /**
   * A run of the bucket's keys in byte order; see {@link ListScan}. Fewer entries than its limit
   * mean that nothing follows. Costs the run, not the bucket; once in a while also reading a
   * directory, which takes long where it is large.
   *
   * @throws LongListing if it would cost more than the scan's effort
   */
  List<ListedEntry> list(BucketName bucket, ListScan scan);

  /**
   * Versions of the bucket's keys, by key as {@link #list} gives them and newest first within a
   * key. Fewer lines than the scan's limit mean that nothing follows.
   *
   * @throws LongListing if it would cost more than the scan's effort
   */
  default List<ListedVersion> listVersions(BucketName bucket, VersionScan scan) {
    return list(bucket, scan.ofNullVersions()).stream()
        .<ListedVersion>map(
            entry ->
                switch (entry) {
                  case ListedEntry.Key(var key, var object) ->
                      new ListedVersion.Stored(key, object, true);
                  case ListedEntry.Directory(String prefix) -> new ListedVersion.Directory(prefix);
                })
        .toList();
  }

  /** Numbers for those who run it. */
  default List<Metric> measures() {
    return List.of();
  }

  /** A notice to operators, in words that follow "ready: "; null where all is well. */
  default @Nullable String notice() {
    return null;
  }

  /**
   * Why the storage is not there, and every call fails with {@code UNAVAILABLE}; null where it is.
   */
  default @Nullable String absence() {
    return null;
  }

  /** Begins to report when the storage goes away and comes back, where it can. */
  default void watch(StorageListener listener) {}

  /** Ends all work and gives back what is held. */
  @Override
  void close();
}
