package dev.sluice.agent.store.memory;

import dev.sluice.agent.store.EngineObjectStore;
import dev.sluice.agent.store.ObjectStore;
import dev.sluice.agent.store.StoreLimits;
import dev.sluice.agent.store.UploadIds;
import dev.sluice.agent.store.contract.StoreUnderTest;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.ObjectKey;
import java.time.InstantSource;

/** A store over the memory engine. */
public final class MemoryStoreUnderTest implements StoreUnderTest {
  private final MemoryOutside outside;
  private final ObjectStore store;

  private MemoryStoreUnderTest(MemoryOutside outside, ObjectStore store) {
    this.outside = outside;
    this.store = store;
  }

  /** Makes one. */
  public static MemoryStoreUnderTest open(StoreLimits limits) {
    InstantSource clock = InstantSource.system();
    MemoryEngine engine = new MemoryEngine(clock);
    return new MemoryStoreUnderTest(
        engine.outside(), new EngineObjectStore(engine, limits, clock, new UploadIds(clock)));
  }

  @Override
  public ObjectStore store() {
    return store;
  }

  @Override
  public void makeBucketFromOutside(BucketName bucket) {
    outside.makeBucket(bucket);
  }

  @Override
  public void writeFromOutside(BucketName bucket, ObjectKey key, byte[] bytes) {
    outside.write(bucket, key, bytes);
  }

  @Override
  public void close() {
    store.close();
  }
}
