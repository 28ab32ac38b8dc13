package dev.sluice.agent.store.memory;

import dev.sluice.agent.store.engine.ObjectRecord;
import dev.sluice.agent.store.engine.StateToken;
import dev.sluice.agent.store.engine.StoredObject;
import java.time.Instant;

/**
 * An object's state. The file is shared by the states that differ in the record only.
 *
 * @param file where its bytes lie
 * @param stored what is known of it
 */
record MemoryObject(MemoryFile file, StoredObject stored) {
  static MemoryObject of(
      MemoryFile file, ObjectRecord record, Instant modified, long versionNumber) {
    StateToken version = new StateToken("memory-" + versionNumber);
    return new MemoryObject(
        file, new StoredObject(record, file.bytes().size(), modified, version, null));
  }
}
