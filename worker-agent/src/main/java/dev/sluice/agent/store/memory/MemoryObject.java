package dev.sluice.agent.store.memory;

import dev.sluice.agent.store.engine.object.StateToken;
import dev.sluice.agent.store.engine.object.StoredObject;
import dev.sluice.agent.store.engine.object.VersionId;

/**
 * An object's state. The file is shared by the states that differ in the record only.
 *
 * @param file where its bytes lie
 * @param stored what is known of it
 */
record MemoryObject(MemoryFile file, StoredObject stored) implements MemoryVersion {
  @Override
  public VersionId id() {
    return stored.version();
  }

  @Override
  public StateToken state() {
    return stored.state();
  }
}
