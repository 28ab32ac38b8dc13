package dev.sluice.cli.bench;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/**
 * A body: a stamp of its own, then random bytes which are the same for all and repeat, so that no
 * body is made for a request.
 */
final class Payload {
  private static final int BLOCK_BYTES = 1 << 20;
  private static final ByteBuffer BLOCK = block();

  static final Payload NONE = ofLength(0);

  private final byte[] stamp;
  private final long length;

  private Payload(byte[] stamp, long length) {
    this.stamp = stamp;
    this.length = length;
  }

  /** A body that begins with a text; {@code length} is not less than the text's. */
  static Payload stamped(String text, long length) {
    return new Payload(text.getBytes(StandardCharsets.UTF_8), length);
  }

  /** How many bytes it has. */
  long length() {
    return length;
  }

  /** A body of random bytes alone. */
  static Payload ofLength(long length) {
    return new Payload(new byte[0], length);
  }

  /** A body that is a text. */
  static Payload of(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return new Payload(bytes, bytes.length);
  }

  /** The next bytes after {@code sent}, at most a block of them; for one thread. */
  ByteBuffer next(long sent) {
    if (sent < stamp.length) {
      return ByteBuffer.wrap(stamp, (int) sent, stamp.length - (int) sent);
    }
    int offset = (int) (sent % BLOCK_BYTES);
    return BLOCK.slice(offset, (int) Math.min(length - sent, BLOCK_BYTES - offset));
  }

  private static ByteBuffer block() {
    byte[] bytes = new byte[BLOCK_BYTES];
    new Random(BLOCK_BYTES).nextBytes(bytes);
    return ByteBuffer.allocateDirect(BLOCK_BYTES).put(bytes).flip().asReadOnlyBuffer();
  }
}
