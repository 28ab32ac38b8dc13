package dev.sluice.common.rpc;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;

/** A chunk that knows whether its memory was given back. */
final class CountedChunk implements Chunk {
  private final HeapChunk bytes;
  private final AtomicBoolean open = new AtomicBoolean(true);

  CountedChunk(ByteBuffer bytes) {
    this.bytes = new HeapChunk(bytes);
  }

  boolean isOpen() {
    return open.get();
  }

  @Override
  public int remaining() {
    return bytes.remaining();
  }

  @Override
  public ByteBuffer whole() {
    return bytes.whole();
  }

  @Override
  public void transferTo(ByteBuffer target) {
    bytes.transferTo(target);
  }

  @Override
  public void close() {
    open.set(false);
  }
}
