package dev.sluice.common.model;

/**
 * A range of an object's bytes.
 *
 * @param offset of the first byte
 * @param length in bytes
 */
public record ByteSpan(long offset, long length) {}
