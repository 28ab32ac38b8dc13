package dev.sluice.agent.store.local;

import dev.sluice.agent.store.local.posix.Posix;

/** The engine contract where attributes hold every record. */
final class LocalEngineContractTest extends LocalEngineContract {
  LocalEngineContractTest() {
    super(Posix.system());
  }
}
