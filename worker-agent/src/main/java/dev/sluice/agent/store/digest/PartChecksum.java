package dev.sluice.agent.store.digest;

/**
 * The checksum and length of one part of an upload, verified when its bytes have been on disk for
 * long.
 *
 * @param digest its checksum; not to be changed
 * @param length its length in bytes
 */
@SuppressWarnings(
    "ArrayRecordComponent") // carried from the part's record to the combination; never compared
public record PartChecksum(byte[] digest, long length) {}
