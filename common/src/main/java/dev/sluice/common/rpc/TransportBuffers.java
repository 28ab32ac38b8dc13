package dev.sluice.common.rpc;

import io.netty.buffer.AdaptiveByteBufAllocator;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.RecvByteBufAllocator;

/** The memory of the sockets between the tiers, and in what portions they are read. */
public final class TransportBuffers {
  private static final AdaptiveByteBufAllocator POOL = new AdaptiveByteBufAllocator(true);

  /**
   * One for all sockets. gRPC's own frees and clears megabytes again and again when one stream
   * after the other takes all it has; this one keeps them.
   */
  public static final ByteBufAllocator ALLOCATOR = POOL;

  private static final int FIRST_READ_BYTES = 4 * 1024;

  /**
   * A read that ends within an HTTP/2 frame costs a copy of what it has of the frame; frames have
   * 16 KiB, so that this bounds it to a few in a hundred bytes.
   */
  private static final int LARGEST_READ_BYTES = 256 * 1024;

  private TransportBuffers() {}

  /** Bytes that the pool holds now, in use or not. */
  public static long inUse() {
    return POOL.metric().usedDirectMemory();
  }

  /**
   * The allocator of receive buffers: larger reads while more arrives, up to a limit. What is kept
   * of a portion keeps all of it, so that many streams with small windows want small ones.
   */
  public static RecvByteBufAllocator portions(int largest) {
    int most = Math.min(largest, LARGEST_READ_BYTES);
    return new AdaptiveRecvByteBufAllocator(64, Math.min(FIRST_READ_BYTES, most), most);
  }
}
