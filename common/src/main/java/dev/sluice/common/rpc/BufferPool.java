package dev.sluice.common.rpc;

import dev.sluice.common.model.StorageException;
import dev.sluice.v1.FailureReason;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * The memory for data under way, of all requests of a process together: the one budget that bounds
 * it. Half of it is buffers of 256 KiB, half of it buffers of 32 KiB. Who wants a large one and
 * finds none gets a small one, so that many slow bodies slow each other but do not stop a fast one;
 * when those are gone too, waiting is bounded and ends with {@code OVERLOADED}.
 *
 * <p>Buffers are direct: files and sockets take them without a copy in between. They are allocated
 * when first needed and kept.
 */
public final class BufferPool {
  /** Size of a large buffer, bytes. */
  public static final int LARGE = Chunk.MAX_BYTES;

  /** Size of a small buffer, bytes. */
  public static final int SMALL = 32 * 1024;

  private final Shelf large;
  private final Shelf small;
  private final Duration timeout;

  /**
   * A pool.
   *
   * @param budget bytes of all buffers together; at least one buffer of each size is made
   * @param timeout how long to wait for a buffer
   */
  public BufferPool(long budget, Duration timeout) {
    this.large = new Shelf(LARGE, (int) Math.max(1, budget / 2 / LARGE));
    this.small = new Shelf(SMALL, (int) Math.max(1, budget / 2 / SMALL));
    this.timeout = timeout;
  }

  /**
   * Lends a buffer; waits where none is left.
   *
   * @param wanted bytes there are to put into it; the buffer may be larger or smaller
   * @throws StorageException {@code OVERLOADED} when none came back in time, {@code CALL_CANCELLED}
   *     when the thread was interrupted while it waited
   */
  public PooledBuffer take(long wanted) {
    if (wanted > SMALL && large.free.tryAcquire()) {
      return large.lend();
    }
    try {
      if (small.free.tryAcquire()
          || small.free.tryAcquire(timeout.toNanos(), TimeUnit.NANOSECONDS)) {
        return small.lend();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StorageException(
          FailureReason.CALL_CANCELLED, "interrupted while waiting for memory for data under way");
    }
    throw new StorageException(
        FailureReason.OVERLOADED,
        "memory for data under way: all %d bytes in use for %s (expected: free memory within that time)"
            .formatted(budget(), timeout));
  }

  /** Bytes of all buffers that there may be. */
  public long budget() {
    return large.capacity() + small.capacity();
  }

  /** Bytes of the buffers that are lent now. */
  public long inUse() {
    return large.lent() + small.lent();
  }

  /** Buffers of one size. */
  static final class Shelf {
    private final int size;
    private final int count;
    private final Semaphore free;
    private final ConcurrentLinkedDeque<ByteBuffer> idle = new ConcurrentLinkedDeque<>();

    Shelf(int size, int count) {
      this.size = size;
      this.count = count;
      this.free = new Semaphore(count);
    }

    /** Lends one; the caller has acquired it. Last back is first out: it is still in the cache. */
    private PooledBuffer lend() {
      ByteBuffer buffer = idle.pollLast();
      return new PooledBuffer(this, buffer == null ? ByteBuffer.allocateDirect(size) : buffer);
    }

    void putBack(ByteBuffer buffer) {
      idle.addLast(buffer);
      free.release();
    }

    private long capacity() {
      return (long) size * count;
    }

    private long lent() {
      return (long) size * (count - free.availablePermits());
    }
  }
}
