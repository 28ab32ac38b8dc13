package dev.sluice.agent.service;

import dev.sluice.common.model.CallContext;
import dev.sluice.common.model.StorageException;
import dev.sluice.v1.FailureReason;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import org.jspecify.annotations.Nullable;

/**
 * Serves rpcs of one question and one answer: one step on threads of the storage's, or a second
 * one, where the first found that there is work, or that it is long.
 *
 * @param <Q> the question
 * @param <A> the answer
 */
final class UnaryHandler<Q, A> implements ServerCallHandler<Q, A> {
  private final ServiceContext serving;
  private final BucketField bucket;
  private final @Nullable Attempt<Q, A> attempt;
  private final Turn turnOfAttempt;
  private final Turn turn;
  private final Work<Q, A> work;

  /** The threads that a step takes. */
  enum Turn {
    /** That on which the question came: the step never waits. */
    IMMEDIATE,

    /** Those of the file system, or that on which the question came, where it may wait. */
    SHORT,

    /** Those of the file system. */
    USUAL,

    /** Those of the file system for what may take minutes. */
    LONG
  }

  /** Work in one step. */
  UnaryHandler(ServiceContext serving, MethodDescriptor<Q, A> method, Turn turn, Work<Q, A> work) {
    this(serving, method, Turn.IMMEDIATE, null, turn, work);
  }

  private UnaryHandler(
      ServiceContext serving,
      MethodDescriptor<Q, A> method,
      Turn turnOfAttempt,
      @Nullable Attempt<Q, A> attempt,
      Turn turn,
      Work<Q, A> work) {
    this.serving = serving;
    this.bucket = BucketField.of(method);
    this.turnOfAttempt = turnOfAttempt;
    this.attempt = attempt;
    this.turn = turn;
    this.work = work;
  }

  /**
   * Work that may turn out to be short.
   *
   * @param attempt at the work, on the threads of short work
   */
  static <Q, A> UnaryHandler<Q, A> shortOrLong(
      ServiceContext serving,
      MethodDescriptor<Q, A> method,
      Attempt<Q, A> attempt,
      Work<Q, A> work) {
    return new UnaryHandler<>(serving, method, Turn.USUAL, attempt, Turn.LONG, work);
  }

  /**
   * Work that may turn out to be none.
   *
   * @param attempt at the work, which never blocks, on the thread that the question came on
   */
  static <Q, A> UnaryHandler<Q, A> immediate(
      ServiceContext serving,
      MethodDescriptor<Q, A> method,
      Attempt<Q, A> attempt,
      Work<Q, A> work) {
    return new UnaryHandler<>(serving, method, Turn.IMMEDIATE, attempt, Turn.USUAL, work);
  }

  /** The work of an rpc. */
  @FunctionalInterface
  interface Work<Q, A> {
    A answer(CallContext context, Q question);
  }

  /** The short work of an rpc, which gives null where the work is long. */
  @FunctionalInterface
  interface Attempt<Q, A> {
    @Nullable A answer(CallContext context, Q question);
  }

  @Override
  public ServerCall.Listener<Q> startCall(ServerCall<Q, A> call, Metadata headers) {
    Running running = new Running(RpcCall.begin(serving, call, headers));
    call.request(2); // the second one would be a mistake, and lets the half-close through
    return running;
  }

  private final class Running extends ServerCall.Listener<Q> {
    private final RpcCall<A> call;
    private volatile @Nullable Q question;
    private volatile boolean cancelled;
    private boolean started;

    Running(RpcCall<A> call) {
      this.call = call;
    }

    @Override
    public void onMessage(Q message) {
      question = message;
    }

    @Override
    public void onHalfClose() {
      started = true;
      if (attempt == null) {
        take(turn, work::answer);
      } else {
        take(turnOfAttempt, attempt);
      }
    }

    @Override
    public void onCancel() {
      cancelled = true;
      if (!started) {
        call.cancelled();
      }
    }

    private void take(Turn turn, Attempt<Q, A> step) {
      Q asked = question;
      String about = asked == null ? null : bucket.in(asked);
      try {
        switch (turn) {
          case IMMEDIATE -> run(step);
          case SHORT -> serving.pool().of(about).admitShort(queued(step));
          case USUAL -> serving.pool().of(about).admit(queued(step));
          case LONG -> serving.longWork().of(about).admit(queued(step));
        }
      } catch (RuntimeException e) {
        call.fail(e);
      }
    }

    private Runnable queued(Attempt<Q, A> step) {
      return call.times().queued(() -> run(step));
    }

    private void run(Attempt<Q, A> step) {
      try {
        Q asked = question;
        if (cancelled) {
          call.cancelled();
        } else if (asked == null) {
          throw new StorageException(
              FailureReason.REQUEST_INVALID, "messages: none (expected: one)");
        } else {
          call.context().requireWaiting();
          A answer = step.answer(call.context(), asked);
          if (answer == null) {
            take(turn, work::answer);
          } else {
            call.send(answer);
            call.succeed();
          }
        }
      } catch (RuntimeException | Error e) { // every end of a call is reported to its caller
        call.fail(e);
      }
    }
  }
}
