package dev.sluice.common.rpc;

import java.nio.ByteBuffer;

/** Bytes in ordinary memory, outside of any budget. */
final class HeapChunk implements Chunk {
  private final ByteBuffer bytes;

  HeapChunk(ByteBuffer bytes) {
    this.bytes = bytes;
  }

  @Override
  public int remaining() {
    return bytes.remaining();
  }

  @Override
  public ByteBuffer whole() {
    return bytes.duplicate();
  }

  @Override
  public void transferTo(ByteBuffer target) {
    ByteBuffers.transfer(bytes, target);
  }

  @Override
  public void close() {}
}
