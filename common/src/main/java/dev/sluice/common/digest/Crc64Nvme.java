package dev.sluice.common.digest;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * CRC-64/NVME (NVM Express NVM Command Set Specification 1.0c, 5.2.1.3.4): polynomial
 * ad93d23594c93659, reflected, all bits set before and flipped after. Eight bytes a step by eight
 * tables.
 */
final class Crc64Nvme implements java.util.zip.Checksum {
  /** The polynomial with its bits in reflected order. */
  private static final long POLYNOMIAL = 0x9a6c9329ac4bc9b5L;

  private static final int STEP = 8;
  private static final long[] TABLES = tables();

  private long state = -1;

  /** Table k, at k*256, holds the effect of one byte that is followed by k zero bytes. */
  private static long[] tables() {
    long[] tables = new long[STEP * 256];
    for (int value = 0; value < 256; value++) {
      long crc = value;
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc & 1) == 0 ? crc >>> 1 : (crc >>> 1) ^ POLYNOMIAL;
      }
      tables[value] = crc;
    }
    for (int i = 256; i < tables.length; i++) {
      long before = tables[i - 256];
      tables[i] = (before >>> 8) ^ tables[(int) before & 0xff];
    }
    return tables;
  }

  @Override
  public void update(ByteBuffer bytes) {
    int position = bytes.position();
    int limit = bytes.limit();
    ByteBuffer input = bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    long[] t = TABLES;
    long crc = state;
    for (; limit - position >= STEP; position += STEP) {
      long x = crc ^ input.getLong(position);
      crc =
          t[7 << 8 | ((int) x & 0xff)]
              ^ t[6 << 8 | ((int) (x >>> 8) & 0xff)]
              ^ t[5 << 8 | ((int) (x >>> 16) & 0xff)]
              ^ t[4 << 8 | ((int) (x >>> 24) & 0xff)]
              ^ t[3 << 8 | ((int) (x >>> 32) & 0xff)]
              ^ t[2 << 8 | ((int) (x >>> 40) & 0xff)]
              ^ t[1 << 8 | ((int) (x >>> 48) & 0xff)]
              ^ t[(int) (x >>> 56)];
    }
    for (; position < limit; position++) {
      crc = (crc >>> 8) ^ t[(int) (crc ^ input.get(position)) & 0xff];
    }
    state = crc;
    bytes.position(limit);
  }

  @Override
  public void update(byte[] bytes, int offset, int length) {
    update(ByteBuffer.wrap(bytes, offset, length));
  }

  @Override
  public void update(int value) {
    state = (state >>> 8) ^ TABLES[(int) (state ^ value) & 0xff];
  }

  @Override
  public long getValue() {
    return ~state;
  }

  @Override
  public void reset() {
    state = -1;
  }
}
