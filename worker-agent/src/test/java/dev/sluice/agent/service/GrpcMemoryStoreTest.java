package dev.sluice.agent.service;

import dev.sluice.agent.store.StoreLimits;
import dev.sluice.agent.store.contract.ObjectStoreContract;
import dev.sluice.agent.store.contract.StoreUnderTest;
import dev.sluice.agent.store.memory.MemoryStoreUnderTest;
import java.io.IOException;

/** The contract over the memory engine, through gRPC with generated messages. */
final class GrpcMemoryStoreTest extends ObjectStoreContract {
  @Override
  protected StoreUnderTest open(StoreLimits limits) throws IOException {
    return ServedStoreUnderTest.of(MemoryStoreUnderTest.open(limits), BodyMethods.GENERATED);
  }
}
