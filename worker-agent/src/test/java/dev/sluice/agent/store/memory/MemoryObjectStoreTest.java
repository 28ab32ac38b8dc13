package dev.sluice.agent.store.memory;

import dev.sluice.agent.store.StoreLimits;
import dev.sluice.agent.store.contract.ObjectStoreContract;
import dev.sluice.agent.store.contract.StoreUnderTest;

/** The contract over the memory engine. */
final class MemoryObjectStoreTest extends ObjectStoreContract {
  @Override
  protected StoreUnderTest open(StoreLimits limits) {
    return MemoryStoreUnderTest.open(limits);
  }
}
