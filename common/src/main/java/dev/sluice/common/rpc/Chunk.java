package dev.sluice.common.rpc;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The next bytes of a body, and the memory they lie in. The owner of a chunk closes it once it has
 * handed the bytes on; a chunk that is given to a {@link DataFrame} is the frame's. For one thread
 * at a time; closing twice, from any thread, does no harm.
 */
public interface Chunk extends AutoCloseable {
  /** Most bytes in a chunk. */
  int MAX_BYTES = 256 * 1024;

  /** No bytes. */
  Chunk EMPTY = new HeapChunk(ByteBuffer.allocate(0));

  /** Bytes in ordinary memory, outside of any budget; from now on the chunk's. */
  static Chunk of(ByteBuffer bytes) {
    return new HeapChunk(bytes);
  }

  /** Bytes that were not yet taken. */
  int remaining();

  /**
   * The bytes that were not yet taken, in one buffer and without a copy; null where they do not lie
   * together. The buffer is for reading, and good until the chunk is closed.
   */
  @Nullable ByteBuffer whole();

  /** Takes bytes into a buffer, as many as fit. */
  void transferTo(ByteBuffer target);

  /** Gives the memory back. */
  @Override
  void close();
}
