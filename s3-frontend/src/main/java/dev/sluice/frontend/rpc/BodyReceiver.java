package dev.sluice.frontend.rpc;

import dev.sluice.common.model.CallContext;
import dev.sluice.common.model.FileBytes;
import dev.sluice.common.model.Stopwatch;
import dev.sluice.common.model.StorageException;
import dev.sluice.common.rpc.CallMetadata;
import dev.sluice.common.rpc.Chunk;
import dev.sluice.common.rpc.DataFrame;
import dev.sluice.frontend.descriptor.PassedFile;
import dev.sluice.frontend.descriptor.PassedFiles;
import dev.sluice.v1.ByteSpan;
import dev.sluice.v1.FailureReason;
import dev.sluice.v1.GetObjectRequest;
import dev.sluice.v1.GetObjectResponse;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A body on its way from the agent. A few messages are asked for ahead where there is room, so that
 * reading and sending overlap; the reader's pace is the agent's. For one thread.
 */
public final class BodyReceiver implements AutoCloseable {
  /** Messages asked for ahead of a reader in the wide lane; in the narrow one none is. */
  private static final int AHEAD = 3;

  private static final int MOST_UNDELIVERED = 1 << 20;

  private final ClientCall<GetObjectRequest, DataFrame<GetObjectResponse>> call;
  private final Stopwatch waited;
  private final AgentTimeouts timeouts;
  private final ReadLanes.Lane lane;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<DataFrame<GetObjectResponse>> received = new ArrayDeque<>();
  private @Nullable Status status;
  private @Nullable Metadata trailers;
  private @Nullable PassedFile passed;
  private boolean begun;
  private boolean closed;

  private BodyReceiver(
      ClientCall<GetObjectRequest, DataFrame<GetObjectResponse>> call,
      Stopwatch waited,
      AgentTimeouts timeouts,
      ReadLanes.Lane lane) {
    this.call = call;
    this.lane = lane;
    this.waited = waited;
    this.timeouts = timeouts;
  }

  static BodyReceiver start(
      ClientCall<GetObjectRequest, DataFrame<GetObjectResponse>> call,
      CallContext context,
      AgentTimeouts timeouts,
      ReadLanes.Lane lane,
      GetObjectRequest request) {
    BodyReceiver receiver = new BodyReceiver(call, context.waited(), timeouts, lane);
    call.start(receiver.new Listener(), CallMetadata.toHeaders(context));
    call.request(lane.isWide() ? AHEAD : 1);
    call.sendMessage(request);
    call.halfClose();
    return receiver;
  }

  /**
   * Waits for the next message, which is then the caller's to close.
   *
   * @return null once the agent has sent all, and found it good
   * @throws StorageException the agent's reason where it failed; {@code DEADLINE_PASSED} where it
   *     has sent nothing for too long
   */
  public @Nullable DataFrame<GetObjectResponse> next() throws InterruptedException {
    if (begun && !lane.isWide()) {
      call.request(1); // only now that the caller is done with the one before
    }
    DataFrame<GetObjectResponse> frame = poll();
    begun = true;
    if (frame == null) {
      return lastOfFile();
    }
    if (lane.isWide()) {
      call.request(1);
    }
    return frame;
  }

  private @Nullable DataFrame<GetObjectResponse> poll() throws InterruptedException {
    lock.lock();
    try {
      awaitChange(() -> false);
      DataFrame<GetObjectResponse> frame = received.poll();
      if (frame == null && status != null && !status.isOk()) {
        throw CallFailures.of(status, trailers);
      }
      return frame;
    } finally {
      lock.unlock();
    }
  }

  private @Nullable DataFrame<GetObjectResponse> lastOfFile() throws InterruptedException {
    PassedFile file = passed;
    if (file == null) {
      return null;
    }
    long started = Stopwatch.start();
    try {
      ByteBuffer last = file.last(timeouts.answer());
      return last.hasRemaining()
          ? DataFrame.of(GetObjectResponse.getDefaultInstance(), Chunk.of(last))
          : null;
    } finally {
      waited.stop(started);
    }
  }

  /**
   * Takes the file that the first message grants, if it does: the message then has it in place of
   * data, and the file's last bytes come after it.
   *
   * @return false where the file did not come, nor will the body
   */
  boolean takeFile(PassedFiles files) throws InterruptedException {
    GetObjectResponse first = peek();
    if (first == null || !first.hasGrant()) {
      return true;
    }
    ByteSpan span =
        first.hasSpan()
            ? first.getSpan()
            : ByteSpan.newBuilder().setLength(first.getInfo().getSize()).build();
    PassedFile file = files.take(first.getGrant(), span.getOffset(), span.getLength());
    if (file == null) {
      return false;
    }
    passed = file;
    lock.lock();
    try {
      received.removeFirst().close();
      received.addFirst(DataFrame.of(first, file));
    } finally {
      lock.unlock();
    }
    return true;
  }

  private @Nullable GetObjectResponse peek() {
    lock.lock();
    try {
      DataFrame<GetObjectResponse> first = received.peekFirst();
      return first == null ? null : first.message();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until there is a first message; fails with the agent's reason where there is none.
   *
   * @param lost whether the agent is known by now not to answer, which ends the wait
   */
  void awaitFirst(BooleanSupplier lost) throws InterruptedException {
    lock.lock();
    try {
      awaitChange(lost);
      if (received.isEmpty() && status != null && !status.isOk()) {
        throw CallFailures.of(status, trailers);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Waits, with the lock, until there is a message or the end. */
  private void awaitChange(BooleanSupplier lost) throws InterruptedException {
    long started = Stopwatch.start();
    try {
      long left = timeouts.answer().toNanos();
      while (received.isEmpty() && status == null) {
        if (left <= 0) {
          throw BodySender.silent(timeouts.answer());
        }
        long look = Math.min(left, ReadingCalls.LOOK.toNanos());
        long notSlept = changed.awaitNanos(look);
        left -= look - notSlept;
        if (notSlept <= 0 && received.isEmpty() && status == null) {
          ReadingCalls.requireThere(lost);
        }
      }
    } finally {
      waited.stop(started);
    }
  }

  /** The first message, which says what was found. */
  public DataFrame<GetObjectResponse> first() throws InterruptedException {
    DataFrame<GetObjectResponse> frame = next();
    if (frame == null) {
      throw new StorageException(FailureReason.INTERNAL, "the agent answered without a message");
    }
    return frame;
  }

  /** The bytes that are moved from their file: waiting for that is waiting for the agent. */
  public FileBytes measured(FileBytes file) {
    return new MeasuredFile(file, waited);
  }

  /** Lets go of what was not read; the agent stops sending. */
  @Override
  public void close() {
    boolean over;
    lock.lock();
    try {
      if (!closed) {
        lane.leave();
      }
      closed = true;
      over = status != null;
      received.forEach(DataFrame::close);
      received.clear();
    } finally {
      lock.unlock();
    }
    PassedFile file = passed;
    passed = null;
    if (file != null) {
      file.close();
    }
    if (!over) {
      call.cancel("the reader has gone", null);
      // What the agent had sent before it noticed is delivered only if it is asked for, and given
      // back by the listener.
      call.request(MOST_UNDELIVERED);
    }
  }

  private final class Listener extends ClientCall.Listener<DataFrame<GetObjectResponse>> {
    @Override
    public void onMessage(DataFrame<GetObjectResponse> frame) {
      lock.lock();
      try {
        if (closed) {
          frame.close();
        } else {
          received.add(frame);
          changed.signalAll();
        }
      } finally {
        lock.unlock();
      }
    }

    @Override
    public void onClose(Status end, Metadata details) {
      lock.lock();
      try {
        status = end;
        trailers = details;
        changed.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }
}
