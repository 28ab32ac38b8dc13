package dev.sluice.engine.alluxio;

import dev.sluice.agent.store.key.KeyLocks;
import dev.sluice.agent.store.key.Layout;
import dev.sluice.common.model.BucketName;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Locks of the places at which objects are. A thread takes that of a key first, then that of the
 * key's bucket.
 */
final class AlluxioPlaces {
  private final KeyLocks keys = new KeyLocks();
  private final Map<BucketName, Layout> buckets = new ConcurrentHashMap<>();

  KeyLocks keys() {
    return keys;
  }

  Layout of(BucketName bucket) {
    return buckets.computeIfAbsent(bucket, _ -> new Layout());
  }
}
