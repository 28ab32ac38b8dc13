package dev.sluice.agent.store.engine;

import java.util.Set;

/**
 * The description of an engine.
 *
 * @param name {@code local}, {@code memory} …
 * @param location where its storage lies, for people
 * @param formatVersion version of the storage layout
 * @param durability {@code fsync}, {@code os}, {@code none} or {@code read-only}
 * @param freeBytes bytes free; -1 where that is unknown
 * @param features what it can beyond the promises of every engine
 */
public record EngineInfo(
    String name,
    String location,
    int formatVersion,
    String durability,
    long freeBytes,
    Set<EngineFeature> features) {
  /** The same where nothing is written. */
  EngineInfo readOnly() {
    return new EngineInfo(name, location, formatVersion, "read-only", freeBytes, features);
  }
}
