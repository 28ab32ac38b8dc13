package dev.sluice.agent.store.engine.object;

import dev.sluice.common.model.ChecksumValue;
import org.jspecify.annotations.Nullable;

/**
 * A part of a completed object.
 *
 * @param number as it was uploaded, 1..10000
 * @param size bytes
 * @param checksum the part's, where it has one
 */
public record ObjectPart(int number, long size, @Nullable ChecksumValue checksum) {}
