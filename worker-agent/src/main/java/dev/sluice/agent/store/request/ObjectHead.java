package dev.sluice.agent.store.request;

import dev.sluice.common.model.ByteSpan;
import org.jspecify.annotations.Nullable;

/**
 * The result of a read.
 *
 * @param info the object
 * @param span what was selected; null where all bytes were asked for
 */
public record ObjectHead(ObjectInfo info, @Nullable ByteSpan span) {}
