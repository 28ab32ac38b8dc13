package dev.sluice.agent.store.engine;

/**
 * The outcome of a completed upload.
 *
 * @param object the record that was published
 * @param size bytes of the object
 */
public record CompletedUpload(ObjectRecord object, long size) {}
