package dev.sluice.agent.service;

import dev.sluice.common.model.CallContext;
import dev.sluice.common.model.StorageException;
import dev.sluice.v1.FailureReason;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import org.jspecify.annotations.Nullable;

/**
 * Serves rpcs of one question and one answer: one step on threads of the storage's.
 *
 * @param <Q> the question
 * @param <A> the answer
 */
final class UnaryHandler<Q, A> implements ServerCallHandler<Q, A> {
  private final Serving serving;
  private final StoragePool pool;
  private final Work<Q, A> work;

  UnaryHandler(Serving serving, StoragePool pool, Work<Q, A> work) {
    this.serving = serving;
    this.pool = pool;
    this.work = work;
  }

  /** What an rpc does. */
  @FunctionalInterface
  interface Work<Q, A> {
    A answer(CallContext context, Q question);
  }

  @Override
  public ServerCall.Listener<Q> startCall(ServerCall<Q, A> call, Metadata headers) {
    Running running = new Running(StoreCall.begin(serving, call, headers));
    call.request(2); // the second one would be a mistake, and lets the half-close through
    return running;
  }

  private final class Running extends ServerCall.Listener<Q> implements Runnable {
    private final StoreCall<A> call;
    private volatile @Nullable Q question;
    private volatile boolean cancelled;
    private boolean started;

    Running(StoreCall<A> call) {
      this.call = call;
    }

    @Override
    public void onMessage(Q message) {
      question = message;
    }

    @Override
    public void onHalfClose() {
      started = true;
      try {
        pool.admit(call.times().queued(this));
      } catch (RuntimeException e) {
        call.fail(e);
      }
    }

    @Override
    public void onCancel() {
      cancelled = true;
      if (!started) {
        call.cancelled();
      }
    }

    @Override
    public void run() {
      try {
        Q asked = question;
        if (cancelled) {
          call.cancelled();
        } else if (asked == null) {
          throw new StorageException(
              FailureReason.REQUEST_INVALID, "messages: none (expected: one)");
        } else {
          call.context().requireWaiting();
          call.send(work.answer(call.context(), asked));
          call.succeed();
        }
      } catch (RuntimeException | Error e) { // every end of a call is told to its caller
        call.fail(e);
      }
    }
  }
}
