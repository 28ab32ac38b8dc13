package dev.sluice.engine.hdfs;

import dev.sluice.common.model.StorageException;
import dev.sluice.v1.FailureReason;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Questions to the namenode that are asked before their answers are needed. */
final class HdfsAhead implements AutoCloseable {
  /**
   * Those of one agent that are under way at once. What waits for its turn is bounded by the
   * directories that listings are in, each of which asks for {@link HdfsListedObjects#MAX_AHEAD} at
   * most.
   */
  private static final int MAX_CALLS = 16;

  private static final long IDLE_SECONDS = 60;

  private final ThreadPoolExecutor threads =
      new ThreadPoolExecutor(
          MAX_CALLS,
          MAX_CALLS,
          IDLE_SECONDS,
          TimeUnit.SECONDS,
          new LinkedBlockingQueue<>(),
          Thread.ofPlatform().daemon().name("hdfs-ahead-", 0).factory());

  HdfsAhead() {
    threads.allowCoreThreadTimeOut(true);
  }

  /** Asks a question; the answer is to be taken by {@link #answer}. */
  <T extends @Nullable Object> Future<T> ask(Callable<T> question) {
    return threads.submit(question);
  }

  /** The answer to a question, or its failure. */
  static <T extends @Nullable Object> T answer(Future<T> asked) {
    try {
      return asked.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StorageException(FailureReason.UNAVAILABLE, "interrupted in a listing");
    } catch (CancellationException e) {
      throw new StorageException(FailureReason.UNAVAILABLE, "the storage is closed");
    }
  }

  /** Ends it; what was not asked yet is never answered. */
  @Override
  public void close() {
    threads.shutdownNow().forEach(question -> ((Future<?>) question).cancel(false));
  }
}
