package dev.sluice.agent.store.engine.object;

/**
 * A version of a key that says that the object was deleted: a record without bytes. While it is the
 * newest version, there is no object at the key.
 *
 * @param version its id
 * @param record who deleted the object, and when
 * @param state names this state of the marker
 */
public record DeleteMarker(VersionId version, ObjectRecord record, StateToken state) {}
