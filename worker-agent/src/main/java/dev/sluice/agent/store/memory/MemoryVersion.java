package dev.sluice.agent.store.memory;

import dev.sluice.agent.store.engine.object.StateToken;
import dev.sluice.agent.store.engine.object.VersionId;

/** A version of a key: an object or a delete marker. */
sealed interface MemoryVersion permits MemoryObject, MemoryMarker {
  VersionId id();

  StateToken state();
}
