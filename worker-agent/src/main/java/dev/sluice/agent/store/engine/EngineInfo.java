package dev.sluice.agent.store.engine;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The description of an engine.
 *
 * @param name {@code local}, {@code memory} …
 * @param location where its storage lies, for people
 * @param formatVersion version of the storage layout
 * @param durability {@code fsync}, {@code os}, {@code none} or {@code read-only}
 * @param freeBytes bytes free; -1 where that is unknown
 * @param totalBytes its size; -1 where that is unknown
 * @param features what it can beyond the promises of every engine
 * @param namespaceId random UUID that was made once for what is stored and lies with it; null where
 *     none was made yet
 */
public record EngineInfo(
    String name,
    String location,
    int formatVersion,
    String durability,
    long freeBytes,
    long totalBytes,
    Set<EngineFeature> features,
    @Nullable String namespaceId) {
  /** The same where nothing is written. */
  EngineInfo readOnly() {
    return new EngineInfo(
        name, location, formatVersion, "read-only", freeBytes, totalBytes, features, namespaceId);
  }
}
