package dev.sluice.agent.store.local;

/** The engine contract where attributes hold every record. */
final class LocalEngineContractTest extends LocalEngineContract {
  LocalEngineContractTest() {
    super(Posix.system());
  }
}
