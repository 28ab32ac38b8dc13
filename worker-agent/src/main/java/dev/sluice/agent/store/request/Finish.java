package dev.sluice.agent.store.request;

import dev.sluice.common.model.ChecksumValue;
import org.jspecify.annotations.Nullable;

/**
 * The sender's statements about the bytes it sent.
 *
 * @param length bytes
 * @param crc32c CRC-32C of all of them, as an int's 32 bits; null: none, as was announced
 * @param statedMd5 MD5 that the client stated, 16 bytes; null: none
 * @param statedChecksum checksum that the client stated; null: none
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Finish(
    long length,
    @Nullable Integer crc32c,
    byte @Nullable [] statedMd5,
    @Nullable ChecksumValue statedChecksum) {}
