package dev.sluice.agent.store.local;

import dev.sluice.agent.store.local.posix.LimitedAttributes;

/** The engine contract where files have no attributes. */
final class LocalEngineNoAttributesTest extends LocalEngineContract {
  LocalEngineNoAttributesTest() {
    super(new LimitedAttributes(0));
  }
}
