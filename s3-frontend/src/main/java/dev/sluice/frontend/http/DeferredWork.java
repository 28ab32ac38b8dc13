package dev.sluice.frontend.http;

import dev.sluice.frontend.s3.S3Response;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.MDC;

/**
 * Work on a thread of its own, so that another can look after the connection meanwhile. It goes on
 * when the client has gone: what was asked for is then done all the same, as in AWS.
 */
final class DeferredWork {
  private final CompletableFuture<S3Response.Document> result = new CompletableFuture<>();

  private DeferredWork() {}

  static DeferredWork start(S3Response.Work work) {
    DeferredWork late = new DeferredWork();
    Map<String, String> logged = MDC.getCopyOfContextMap();
    Thread.ofVirtual()
        .name("late")
        .start(
            () -> {
              MDC.setContextMap(logged);
              late.run(work);
            });
    return late;
  }

  private void run(S3Response.Work work) {
    try {
      result.complete(work.finish());
    } catch (Throwable e) { // it is the outcome
      result.completeExceptionally(e);
    }
  }

  /** Does something once it is over, well or not: now, where it is. */
  void whenOver(Runnable end) {
    var _ = result.whenComplete((_, _) -> end.run());
  }

  /** Waits at most so long; whether it is over, well or not. */
  boolean isOverWithin(Duration limit) throws InterruptedException {
    try {
      result.get(limit.toNanos(), TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      return true;
    }
  }

  /** The outcome, once it is over; fails as the work did. */
  S3Response.Document outcome() throws InterruptedException {
    try {
      return result.get();
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case RuntimeException failure -> throw failure;
        case Error failure -> throw failure;
        case InterruptedException interruption -> throw interruption;
        case null, default -> throw new IllegalStateException("work fails in no other way", e);
      }
    }
  }
}
