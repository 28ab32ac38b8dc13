package dev.sluice.frontend.http;

import dev.sluice.common.model.FileBytes;
import dev.sluice.common.model.Stopwatch;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A write of bytes of a file, and the buffer that stands for those that were not moved yet. Used by
 * one thread at a time, in the order that Jetty's write gives; the times and what is left can be
 * asked for from any.
 */
final class FileWrite {
  private final FileBytes file;
  private final ByteBuffer standIn;

  /** Whether what is written before it is out. */
  private boolean begun;

  /** Whether the socket took less than was there. */
  private boolean full;

  /** Bytes that were moved and are not yet settled with the buffer. */
  private int moved;

  private final AtomicInteger left;
  private final Stopwatch storage = new Stopwatch();
  private volatile @Nullable Throwable failure;

  FileWrite(FileBytes file, ByteBuffer standIn) {
    this.file = file;
    this.standIn = standIn;
    this.left = new AtomicInteger(standIn.remaining());
  }

  /** The buffer to write; its bytes mean nothing. */
  ByteBuffer standIn() {
    return standIn;
  }

  @SuppressWarnings("ReferenceEquality") // this buffer, not one with the same bytes
  boolean isStoodForBy(ByteBuffer buffer) {
    return buffer == standIn;
  }

  void begin() {
    begun = true;
  }

  /**
   * Takes what was moved off the buffer.
   *
   * @return whether there was any
   * @throws IOException where a move has failed
   */
  boolean settle() throws IOException {
    Throwable cause = failure;
    if (cause != null) {
      throw new IOException("bytes of a file were not moved", cause);
    }
    int settled = moved;
    moved = 0;
    standIn.position(standIn.position() + settled);
    return settled > 0;
  }

  boolean isOver() {
    return !standIn.hasRemaining();
  }

  /** Whether to move now; after a move that filled the socket only once it was waited for. */
  boolean wantsMove() {
    boolean wants = begun && !full;
    full = false;
    return wants;
  }

  /**
   * Has bytes moved.
   *
   * @param end is run when the move is over, however it ended
   */
  void move(SocketChannel target, Runnable end) {
    int asked = standIn.remaining();
    long started = Stopwatch.start();
    file.move(
        asked,
        target,
        new FileBytes.Outcome() {
          @Override
          public void moved(int bytes) {
            moved = bytes;
            full = bytes < asked;
            left.addAndGet(-bytes);
            end();
          }

          @Override
          public void failed(Throwable cause) {
            failure = cause;
            end();
          }

          private void end() {
            storage.stop(started);
            end.run();
          }
        });
  }

  /** Bytes that were not moved. */
  int left() {
    return left.get();
  }

  /** The time of all moves so far, which is the storage's, not the client's. */
  long storageNanos() {
    return storage.total().toNanos();
  }

  /** The failure of a move; null where none has failed. */
  @Nullable Throwable failure() {
    return failure;
  }
}
