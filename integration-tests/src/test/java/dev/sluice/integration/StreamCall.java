package dev.sluice.integration;

import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/** Sends all messages of a streaming call, and collects its answers. */
final class StreamCall {

  private static final int LIMIT_SECONDS = 30;

  private StreamCall() {}

  /**
   * Calls, and waits for the end.
   *
   * @throws Exception what the call failed with
   */
  @SafeVarargs
  static <Q, A> List<A> of(Function<StreamObserver<A>, StreamObserver<Q>> rpc, Q... messages)
      throws Exception {
    Answers<A> answers = new Answers<>();
    StreamObserver<Q> requests = rpc.apply(answers);
    for (Q message : messages) {
      requests.onNext(message);
    }
    requests.onCompleted();
    return answers.await();
  }

  private static final class Answers<A> implements StreamObserver<A> {

    private final List<A> received = new ArrayList<>();
    private final CompletableFuture<List<A>> end = new CompletableFuture<>();

    @Override
    public void onNext(A answer) {
      received.add(answer);
    }

    @Override
    public void onError(Throwable failure) {
      end.completeExceptionally(failure);
    }

    @Override
    public void onCompleted() {
      end.complete(received);
    }

    List<A> await() throws Exception {
      try {
        return end.get(LIMIT_SECONDS, TimeUnit.SECONDS);
      } catch (ExecutionException e) {
        throw e.getCause() instanceof Exception cause ? cause : e;
      } catch (TimeoutException e) {
        throw new IllegalStateException("no end within " + LIMIT_SECONDS + " s", e);
      }
    }
  }
}
