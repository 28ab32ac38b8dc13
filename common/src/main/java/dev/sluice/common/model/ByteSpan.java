package dev.sluice.common.model;

/**
 * A stretch of an object.
 *
 * @param offset of the first byte
 * @param length in bytes
 */
public record ByteSpan(long offset, long length) {}
