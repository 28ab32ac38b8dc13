package dev.sluice.frontend.http;

import dev.sluice.frontend.s3.S3Response;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.MDC;

/**
 * Work on a thread of its own, so that another can look after the connection meanwhile. It goes on
 * when the client has gone: what was asked for is then done all the same, as in AWS.
 */
final class LateWork {
  private final FutureTask<S3Response.Document> task;

  private LateWork(FutureTask<S3Response.Document> task) {
    this.task = task;
  }

  static LateWork start(S3Response.Work work) {
    FutureTask<S3Response.Document> task = new FutureTask<>(work::finish);
    Map<String, String> logged = MDC.getCopyOfContextMap();
    Thread.ofVirtual()
        .name("late")
        .start(
            () -> {
              MDC.setContextMap(logged);
              task.run();
            });
    return new LateWork(task);
  }

  /** Waits at most so long; whether it is over, well or not. */
  boolean isOverWithin(Duration limit) throws InterruptedException {
    try {
      task.get(limit.toNanos(), TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      return true;
    }
  }

  /** What it came to, once it is over; fails as the work did. */
  S3Response.Document outcome() throws InterruptedException {
    try {
      return task.get();
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
