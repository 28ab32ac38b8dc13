package dev.sluice.agent.store.memory;

import dev.sluice.agent.store.contract.ReadOnlyContract;
import dev.sluice.agent.store.engine.ReadOnlyEngine;
import dev.sluice.agent.store.engine.StorageEngine;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.ObjectKey;
import java.time.InstantSource;

/** The read-only contract over the memory engine. */
final class MemoryReadOnlyTest extends ReadOnlyContract {
  @Override
  protected ReadOnlyUnderTest open() {
    return new InMemory(new MemoryEngine(InstantSource.system()));
  }

  private record InMemory(MemoryEngine memory) implements ReadOnlyUnderTest {
    @Override
    public StorageEngine engine() {
      return memory;
    }

    @Override
    public ReadOnlyEngine readable() {
      return new ReadOnlyEngine(memory);
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
