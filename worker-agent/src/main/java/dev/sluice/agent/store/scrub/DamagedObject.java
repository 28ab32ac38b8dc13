package dev.sluice.agent.store.scrub;

import dev.sluice.agent.store.engine.object.ObjectName;
import dev.sluice.agent.store.engine.object.StoredObject;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An object that a scrub found damaged.
 *
 * @param name of it, with its version
 * @param outcome one that is damage
 * @param size bytes, as the object says; 0 where not even that can be read
 * @param modified the file's own time, by which an object that takes its place is recognized
 * @param found when it was found so, last
 * @param detail for people
 */
public record DamagedObject(
    ObjectName name,
    ScrubOutcome outcome,
    long size,
    Instant modified,
    Instant found,
    String detail) {
  /** Whether the name still leads to it. */
  boolean isStill(@Nullable StoredObject there) {
    return there != null && there.size() == size && there.modified().equals(modified);
  }
}
