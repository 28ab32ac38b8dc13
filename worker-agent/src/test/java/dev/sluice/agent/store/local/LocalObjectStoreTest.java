package dev.sluice.agent.store.local;

import dev.sluice.agent.store.StoreLimits;
import dev.sluice.agent.store.contract.ObjectStoreContract;
import dev.sluice.agent.store.contract.StoreUnderTest;
import java.io.IOException;

/** The contract over plain files. */
final class LocalObjectStoreTest extends ObjectStoreContract {
  @Override
  protected StoreUnderTest open(StoreLimits limits) throws IOException {
    return LocalStoreUnderTest.open(limits);
  }
}
