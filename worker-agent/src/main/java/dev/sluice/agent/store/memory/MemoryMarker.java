package dev.sluice.agent.store.memory;

import dev.sluice.agent.store.engine.object.DeleteMarker;
import dev.sluice.agent.store.engine.object.StateToken;
import dev.sluice.agent.store.engine.object.VersionId;

/**
 * A delete marker.
 *
 * @param marker what is known of it
 */
record MemoryMarker(DeleteMarker marker) implements MemoryVersion {
  @Override
  public VersionId id() {
    return marker.version();
  }

  @Override
  public StateToken state() {
    return marker.state();
  }
}
