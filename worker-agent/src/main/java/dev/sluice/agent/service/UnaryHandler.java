package dev.sluice.agent.service;

import dev.sluice.common.model.CallContext;
import dev.sluice.common.model.StorageException;
import dev.sluice.v1.FailureReason;
import io.grpc.Metadata;
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
  private final StoragePool pool;
  private final boolean immediate;
  private final @Nullable Attempt<Q, A> attempt;
  private final Work<Q, A> work;

  /** Work on threads of a pool. */
  UnaryHandler(ServiceContext serving, StoragePool pool, Work<Q, A> work) {
    this(serving, pool, null, false, work);
  }

  /**
   * Work that may turn out to be short.
   *
   * @param pool threads of the work
   * @param attempt at the work, on the threads of short work; null: none
   */
  UnaryHandler(
      ServiceContext serving, StoragePool pool, @Nullable Attempt<Q, A> attempt, Work<Q, A> work) {
    this(serving, pool, attempt, false, work);
  }

  private UnaryHandler(
      ServiceContext serving,
      StoragePool pool,
      @Nullable Attempt<Q, A> attempt,
      boolean immediate,
      Work<Q, A> work) {
    this.serving = serving;
    this.pool = pool;
    this.attempt = attempt;
    this.immediate = immediate;
    this.work = work;
  }

  /**
   * Work that may turn out to be none.
   *
   * @param attempt at the work, which never blocks, on the thread that the question came on
   */
  static <Q, A> UnaryHandler<Q, A> immediate(
      ServiceContext serving, Attempt<Q, A> attempt, Work<Q, A> work) {
    return new UnaryHandler<>(serving, serving.pool(), attempt, true, work);
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
        admit(pool, work::answer);
      } else if (immediate) {
        run(attempt);
      } else {
        admit(serving.pool(), attempt);
      }
    }

    @Override
    public void onCancel() {
      cancelled = true;
      if (!started) {
        call.cancelled();
      }
    }

    private void admit(StoragePool threads, Attempt<Q, A> step) {
      try {
        threads.admit(call.times().queued(() -> run(step)));
      } catch (RuntimeException e) {
        call.fail(e);
      }
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
            admit(pool, work::answer);
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
