package dev.sluice.agent.store.request;

import dev.sluice.common.model.ByteRange;
import org.jspecify.annotations.Nullable;

/**
 * A part copied from an object.
 *
 * @param upload of which upload
 * @param number 1..10000
 * @param source from
 * @param range which bytes, all within the source; null: all
 */
public record PartCopyRequest(
    UploadRef upload, int number, CopySource source, @Nullable ByteRange range) {}
