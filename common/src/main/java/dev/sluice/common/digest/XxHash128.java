package dev.sluice.common.digest;

import com.dynatrace.hash4j.hashing.ByteAccess;
import com.dynatrace.hash4j.hashing.HashStream128;
import com.dynatrace.hash4j.hashing.HashValue128;
import com.dynatrace.hash4j.hashing.Hasher128;
import dev.sluice.common.model.ChecksumAlgorithm;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** An XXHash of 128 bits, in its canonical form: big-endian. */
final class XxHash128 extends Checksum {
  private static final ByteAccess<ByteBuffer> BYTES =
      ByteAccess.forByteBuffer(ByteOrder.LITTLE_ENDIAN);

  private final HashStream128 hash;

  XxHash128(ChecksumAlgorithm algorithm, Hasher128 hasher) {
    super(algorithm);
    hash = hasher.hashStream();
  }

  @Override
  public void update(ByteBuffer bytes) {
    ByteBuffer input = bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    hash.putBytes(input, bytes.position(), bytes.remaining(), BYTES);
    bytes.position(bytes.limit());
  }

  @Override
  public byte[] digest() {
    HashValue128 value = hash.get();
    return ByteBuffer.allocate(2 * Long.BYTES)
        .putLong(value.getMostSignificantBits())
        .putLong(value.getLeastSignificantBits())
        .array();
  }
}
