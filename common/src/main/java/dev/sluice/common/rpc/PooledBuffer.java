package dev.sluice.common.rpc;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;

/**
 * A direct buffer on loan from a {@link BufferPool}: first filled through {@link #buffer()}, then,
 * after {@link #flip()}, a chunk of what was filled in. Closing gives it back to the pool.
 */
public final class PooledBuffer implements Chunk {
  private static final VarHandle RETURNED;

  static {
    try {
      RETURNED =
          MethodHandles.lookup().findVarHandle(PooledBuffer.class, "returned", boolean.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final BufferPool.Shelf shelf;
  private final ByteBuffer memory;
  private final ByteBuffer view;

  @SuppressWarnings("unused") // through RETURNED
  private volatile boolean returned;

  PooledBuffer(BufferPool.Shelf shelf, ByteBuffer memory) {
    this.shelf = shelf;
    this.memory = memory;
    this.view = memory.duplicate().clear();
  }

  /** The space to fill with bytes. Good until the chunk is closed. */
  public ByteBuffer buffer() {
    return view;
  }

  /** Ends the filling: the chunk now is what was filled in. */
  public PooledBuffer flip() {
    view.flip();
    return this;
  }

  @Override
  public int remaining() {
    return view.remaining();
  }

  @Override
  public ByteBuffer whole() {
    return view.duplicate();
  }

  @Override
  public void transferTo(ByteBuffer target) {
    ByteBuffers.transfer(view, target);
  }

  @Override
  public void close() {
    if (RETURNED.compareAndSet(this, false, true)) {
      shelf.putBack(memory);
    }
  }
}
