package dev.sluice.agent.store.memory;

import dev.sluice.agent.store.EngineObjectStore;
import dev.sluice.agent.store.ObjectStore;
import dev.sluice.agent.store.StoreLimits;
import dev.sluice.agent.store.UploadIds;
import dev.sluice.agent.store.contract.ObjectStoreContract;
import dev.sluice.agent.store.contract.StoreUnderTest;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.ObjectKey;
import java.time.InstantSource;

/** The contract over the memory engine. */
final class MemoryObjectStoreTest extends ObjectStoreContract {
  @Override
  protected StoreUnderTest open(StoreLimits limits) {
    InstantSource clock = InstantSource.system();
    MemoryEngine engine = new MemoryEngine(clock);
    return new InMemory(
        engine.outside(), new EngineObjectStore(engine, limits, clock, new UploadIds(clock)));
  }

  private record InMemory(MemoryOutside outside, ObjectStore store) implements StoreUnderTest {
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
}
