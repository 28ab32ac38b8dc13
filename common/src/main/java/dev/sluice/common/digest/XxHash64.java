package dev.sluice.common.digest;

import com.dynatrace.hash4j.hashing.ByteAccess;
import com.dynatrace.hash4j.hashing.HashStream64;
import com.dynatrace.hash4j.hashing.Hasher64;
import dev.sluice.common.model.ChecksumAlgorithm;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** An XXHash of 64 bits, in its canonical form: big-endian. */
final class XxHash64 extends Checksum {
  private static final ByteAccess<ByteBuffer> BYTES =
      ByteAccess.forByteBuffer(ByteOrder.LITTLE_ENDIAN);

  private final HashStream64 hash;

  XxHash64(ChecksumAlgorithm algorithm, Hasher64 hasher) {
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
    return ByteBuffer.allocate(Long.BYTES).putLong(hash.getAsLong()).array();
  }
}
