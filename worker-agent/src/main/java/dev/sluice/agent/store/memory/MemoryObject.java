package dev.sluice.agent.store.memory;

import dev.sluice.agent.store.engine.ObjectRecord;
import dev.sluice.agent.store.engine.StoredObject;
import dev.sluice.agent.store.engine.Version;
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
    Version version = new Version("memory-" + versionNumber);
    return new MemoryObject(
        file, new StoredObject(record, file.bytes().size(), modified, version, null));
  }
}
