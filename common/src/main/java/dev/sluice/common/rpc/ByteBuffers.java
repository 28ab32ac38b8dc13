package dev.sluice.common.rpc;

import java.nio.ByteBuffer;

/** Operations on two buffers that the JDK lacks. */
final class ByteBuffers {
  private ByteBuffers() {}

  /** Moves as many bytes as there are and fit. */
  static void transfer(ByteBuffer source, ByteBuffer target) {
    int length = Math.min(source.remaining(), target.remaining());
    target.put(target.position(), source, source.position(), length);
    source.position(source.position() + length);
    target.position(target.position() + length);
  }
}
