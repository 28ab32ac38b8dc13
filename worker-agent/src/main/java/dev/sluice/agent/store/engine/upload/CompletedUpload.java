package dev.sluice.agent.store.engine.upload;

import dev.sluice.agent.store.engine.object.ObjectRecord;

/**
 * The outcome of a completed upload.
 *
 * @param object the record that was published
 * @param size bytes of the object
 */
public record CompletedUpload(ObjectRecord object, long size) {}
