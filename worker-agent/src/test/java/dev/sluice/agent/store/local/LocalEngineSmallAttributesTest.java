package dev.sluice.agent.store.local;

import dev.sluice.agent.store.local.posix.LimitedAttributes;

/** The engine contract where attributes hold the core of a record at most. */
final class LocalEngineSmallAttributesTest extends LocalEngineContract {
  LocalEngineSmallAttributesTest() {
    super(new LimitedAttributes(256));
  }
}
