package dev.sluice.agent.store.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;

/** Callers that begin at the same moment, on threads that the kernel may stop anywhere. */
final class Racers {
  private Racers() {}

  /** What each of them got, in their order. */
  static <T> List<T> race(int count, IntFunction<T> racer) throws InterruptedException {
    CountDownLatch ready = new CountDownLatch(count);
    try (ExecutorService threads = Executors.newCachedThreadPool()) {
      List<Future<T>> running = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        int number = i;
        running.add(
            threads.submit(
                () -> {
                  ready.countDown();
                  ready.await();
                  return racer.apply(number);
                }));
      }
      List<T> results = new ArrayList<>();
      for (Future<T> future : running) {
        results.add(future.get());
      }
      return results;
    } catch (ExecutionException e) {
      throw new AssertionError("a racer failed: " + e.getCause(), e.getCause());
    }
  }
}
