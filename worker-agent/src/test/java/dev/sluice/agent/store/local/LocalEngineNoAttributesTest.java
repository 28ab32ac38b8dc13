package dev.sluice.agent.store.local;

/** The engine contract where files have no attributes. */
final class LocalEngineNoAttributesTest extends LocalEngineContract {
  LocalEngineNoAttributesTest() {
    super(new LimitedAttributes(0));
  }
}
