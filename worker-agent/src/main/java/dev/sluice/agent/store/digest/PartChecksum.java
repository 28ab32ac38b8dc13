package dev.sluice.agent.store.digest;

/**
 * What is known of one part of an upload when its bytes are long on disk.
 *
 * @param digest its checksum; not to be changed
 * @param length its length in bytes
 */
@SuppressWarnings(
    "ArrayRecordComponent") // carried from the part's record to the combination; never compared
public record PartChecksum(byte[] digest, long length) {}
