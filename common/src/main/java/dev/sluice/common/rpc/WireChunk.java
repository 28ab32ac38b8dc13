package dev.sluice.common.rpc;

import io.grpc.HasByteBuffer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Bytes in the transport's own buffers, detached from it: they are handed on from there, and given
 * back when the chunk is closed. What bounds them is the transport's flow control.
 */
final class WireChunk implements Chunk {
  private final InputStream stream;
  private final HasByteBuffer buffers;
  private final AtomicBoolean closed = new AtomicBoolean();
  private int remaining;

  /** The rest of a stream, which implements {@link HasByteBuffer} and is this chunk's from now. */
  WireChunk(InputStream stream, int length) {
    this.stream = stream;
    this.buffers = (HasByteBuffer) stream;
    this.remaining = length;
  }

  @Override
  public int remaining() {
    return remaining;
  }

  @Override
  public @Nullable ByteBuffer whole() {
    ByteBuffer first = buffers.getByteBuffer();
    return first != null && first.remaining() == remaining ? first : null;
  }

  @Override
  public void transferTo(ByteBuffer target) {
    try {
      while (remaining > 0 && target.hasRemaining()) {
        ByteBuffer stretch = buffers.getByteBuffer();
        if (stretch == null || !stretch.hasRemaining()) {
          throw new IllegalStateException("a message ended " + remaining + " bytes early");
        }
        int before = target.remaining();
        ByteBuffers.transfer(stretch, target);
        int taken = before - target.remaining();
        stream.skipNBytes(taken);
        remaining -= taken;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      try {
        stream.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
