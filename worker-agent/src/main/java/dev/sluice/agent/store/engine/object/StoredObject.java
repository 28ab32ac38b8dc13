package dev.sluice.agent.store.engine.object;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An object as it lies on the storage at one moment.
 *
 * @param version names it among the versions of its key
 * @param record what is kept with it; already {@link ObjectRecord#unsealed} where the seal is
 *     broken
 * @param size bytes
 * @param modified the file's own time of modification
 * @param state names this state of the object
 * @param identity of its file, whatever becomes of its name, links, permissions and record; null
 *     where the storage keeps none
 */
public record StoredObject(
    VersionId version,
    ObjectRecord record,
    long size,
    Instant modified,
    StateToken state,
    @Nullable FileIdentity identity) {
  /** The time of its last modification, as clients see it. */
  public Instant lastModified() {
    Instant recorded = record.lastModified();
    return recorded == null ? modified : recorded;
  }
}
