package dev.sluice.agent.store.engine;

/**
 * What an upload was completed to.
 *
 * @param object the record that was published
 * @param size bytes of the object
 */
public record CompletedUpload(ObjectRecord object, long size) {}
