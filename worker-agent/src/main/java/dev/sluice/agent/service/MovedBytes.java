package dev.sluice.agent.service;

import dev.sluice.agent.store.ObjectReading;
import dev.sluice.common.model.FileBytes;
import dev.sluice.common.model.StorageException;
import dev.sluice.v1.FailureReason;
import java.io.IOException;
import java.nio.channels.WritableByteChannel;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The leading bytes of a reading, moved to the socket of a receiver in this process. The receiver
 * asks from any thread; what it asks for is done in the steps of the call.
 */
final class MovedBytes implements FileBytes {
  /** The result of {@link #step} where nothing was asked for. */
  static final int NOT_ASKED = -1;

  private record Move(int most, WritableByteChannel target, Outcome outcome) {}

  private final ObjectReading source;
  private final Runnable resume;
  private final AtomicReference<@Nullable Move> asked = new AtomicReference<>();
  private final AtomicLong left;
  private volatile boolean over;

  /**
   * Bytes to move.
   *
   * @param length of them, less than the reading has
   * @param resume has {@link #step} called, on a thread of the storage
   */
  MovedBytes(ObjectReading source, long length, Runnable resume) {
    this.source = source;
    this.left = new AtomicLong(length);
    this.resume = resume;
  }

  @Override
  public long remaining() {
    return left.get();
  }

  @Override
  public void move(int most, WritableByteChannel target, Outcome outcome) {
    asked.set(new Move(most, target, outcome));
    if (over) {
      end();
    } else {
      resume.run();
    }
  }

  /** Does what was asked for; the bytes moved, or {@link #NOT_ASKED}. */
  int step() {
    Move move = asked.getAndSet(null);
    if (move == null) {
      return NOT_ASKED;
    }
    int moved;
    try {
      moved = source.move((int) Math.min(move.most, left.get()), move.target);
    } catch (IOException e) {
      move.outcome.failed(e); // the receiver's own socket: its connection ends, and so the call
      return 0;
    } catch (RuntimeException | Error e) {
      move.outcome.failed(e);
      throw e;
    }
    left.addAndGet(-moved);
    move.outcome.moved(moved);
    return moved;
  }

  /** Fails what is asked for now or later. */
  void end() {
    over = true;
    Move move = asked.getAndSet(null);
    if (move != null) {
      move.outcome.failed(
          new StorageException(FailureReason.CALL_CANCELLED, "the call ended before its bytes"));
    }
  }
}
