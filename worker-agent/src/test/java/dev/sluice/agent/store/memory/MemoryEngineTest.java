package dev.sluice.agent.store.memory;

import dev.sluice.agent.store.contract.EngineUnderTest;
import dev.sluice.agent.store.contract.VersionedEngineContract;
import dev.sluice.agent.store.engine.StorageEngine;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.ObjectKey;
import java.time.InstantSource;

/** The engine contract over the memory engine. */
final class MemoryEngineTest extends VersionedEngineContract {
  @Override
  protected EngineUnderTest open() {
    return new InMemory(new MemoryEngine(InstantSource.system()));
  }

  private record InMemory(MemoryEngine memory) implements EngineUnderTest {
    @Override
    public StorageEngine engine() {
      return memory;
    }

    @Override
    public void writeFromOutside(BucketName bucket, ObjectKey key, byte[] bytes) {
      memory.outside().write(bucket, key, bytes);
    }

    @Override
    public void close() {
      memory.close();
    }
  }
}
