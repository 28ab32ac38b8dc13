package dev.sluice.frontend.rpc;

import com.google.protobuf.MessageLite;
import dev.sluice.common.model.CallContext;
import dev.sluice.common.model.Stopwatch;
import dev.sluice.common.model.StorageException;
import dev.sluice.common.rpc.CallMetadata;
import dev.sluice.common.rpc.DataFrame;
import dev.sluice.v1.FailureReason;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A body on its way to the agent. Sending waits until the transport wants more, so that a slow disk
 * slows the client; what was sent and not received is given back when the call ends. For one
 * thread.
 *
 * @param <Q> the messages sent
 * @param <A> the answers
 */
public final class BodySender<Q extends MessageLite, A> implements AutoCloseable {
  /** Accepted, committed, and one too many to notice an agent that answers more than it may. */
  private static final int MOST_ANSWERS = 3;

  private final ClientCall<DataFrame<Q>, A> call;
  private final boolean overWire;
  private final Stopwatch waited;
  private final AgentTimeouts timeouts;
  private final UnaryOperator<StorageException> explanation;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<DataFrame<Q>> underWay = new ArrayDeque<>();
  private final Deque<A> answers = new ArrayDeque<>();
  private @Nullable StorageException failure;
  private boolean ended;
  private boolean halfClosed;

  private BodySender(
      ClientCall<DataFrame<Q>, A> call,
      boolean overWire,
      Stopwatch waited,
      AgentTimeouts timeouts,
      UnaryOperator<StorageException> explanation) {
    this.call = call;
    this.overWire = overWire;
    this.waited = waited;
    this.timeouts = timeouts;
    this.explanation = explanation;
  }

  /**
   * Begins a call.
   *
   * @param overWire whether the agent is another process
   * @param explanation gives the reason for a failure, for the caller; may block
   */
  static <Q extends MessageLite, A> BodySender<Q, A> start(
      ClientCall<DataFrame<Q>, A> call,
      boolean overWire,
      CallContext context,
      AgentTimeouts timeouts,
      UnaryOperator<StorageException> explanation) {
    BodySender<Q, A> sender =
        new BodySender<>(call, overWire, context.waited(), timeouts, explanation);
    call.start(sender.new Listener(), CallMetadata.toHeaders(context));
    call.request(MOST_ANSWERS);
    return sender;
  }

  /** Whether bytes leave this process, and may be others where they arrive. */
  public boolean isOverWire() {
    return overWire;
  }

  /**
   * Sends a message, which is the call's from here on; waits until there is room for it.
   *
   * @throws StorageException the agent's reason if it has ended the call; {@code DEADLINE_PASSED}
   *     if it has taken nothing for too long
   */
  public void send(DataFrame<Q> frame) throws InterruptedException {
    boolean sent = false;
    try {
      awaitRoom();
      underWay.add(frame);
      sent = true;
      call.sendMessage(frame);
    } finally {
      if (!sent) {
        frame.abandon();
      }
    }
  }

  private void awaitRoom() throws InterruptedException {
    lock.lock();
    long started = Stopwatch.start();
    try {
      long left = timeouts.answer().toNanos();
      while (!ended && !call.isReady()) {
        if (left <= 0) {
          throw silent(timeouts.answer());
        }
        left = changed.awaitNanos(left);
      }
      if (ended) {
        throw reason();
      }
    } finally {
      waited.stop(started);
      lock.unlock();
    }
    while (!underWay.isEmpty() && underWay.getFirst().isGone()) {
      underWay.removeFirst();
    }
  }

  /** Says that nothing more will be sent. */
  public void halfClose() {
    halfClosed = true;
    call.halfClose();
  }

  /**
   * Waits for the next answer; fails with the agent's reason if there is none, and with {@code
   * DEADLINE_PASSED} if it takes too long. Once all was sent it may take long: a large body is then
   * made durable.
   */
  public A answer() throws InterruptedException {
    Duration limit = halfClosed ? timeouts.work() : timeouts.answer();
    lock.lock();
    long started = Stopwatch.start();
    try {
      long left = limit.toNanos();
      while (answers.isEmpty() && !ended) {
        if (left <= 0) {
          throw silent(limit);
        }
        left = changed.awaitNanos(left);
      }
      A answer = answers.poll();
      if (answer == null) {
        throw reason();
      }
      return answer;
    } finally {
      waited.stop(started);
      lock.unlock();
    }
  }

  /** The failure of an agent that makes no progress for so long. */
  static StorageException silent(Duration limit) {
    return new StorageException(
        FailureReason.DEADLINE_PASSED, "the agent gave no sign for %s".formatted(limit));
  }

  private StorageException reason() {
    return failure != null
        ? explanation.apply(failure)
        : new StorageException(FailureReason.INTERNAL, "the agent ended the call without answer");
  }

  /** Ends the call, if it has not ended: without its finish message nothing is stored. */
  @Override
  public void close() {
    boolean over;
    lock.lock();
    try {
      over = ended || !answers.isEmpty();
    } finally {
      lock.unlock();
    }
    if (!over) {
      call.cancel("the request ended before its body", null);
    }
    underWay.forEach(DataFrame::abandon);
  }

  private final class Listener extends ClientCall.Listener<A> {
    @Override
    public void onMessage(A answer) {
      lock.lock();
      try {
        answers.add(answer);
        changed.signalAll();
      } finally {
        lock.unlock();
      }
    }

    @Override
    public void onReady() {
      lock.lock();
      try {
        changed.signalAll();
      } finally {
        lock.unlock();
      }
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
      lock.lock();
      try {
        ended = true;
        failure = status.isOk() ? null : CallFailures.of(status, trailers);
        changed.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }
}
