package dev.sluice.agent.service;

import dev.sluice.agent.store.StoreLimits;
import dev.sluice.agent.store.contract.ObjectStoreContract;
import dev.sluice.agent.store.contract.StoreUnderTest;
import dev.sluice.agent.store.local.LocalStoreUnderTest;
import java.io.IOException;

/** The contract over plain files, through gRPC with frames as the frontend sends them. */
final class GrpcLocalStoreTest extends ObjectStoreContract {
  @Override
  protected StoreUnderTest open(StoreLimits limits) throws IOException {
    return ServedStoreUnderTest.of(LocalStoreUnderTest.open(limits), BodyMethods.FRAMED);
  }
}
