package dev.sluice.agent.service;

import dev.sluice.agent.store.Overlap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads that write buffers of large bodies into one file system while the bodies' own threads
 * hash the same buffers. There is one for each two processors: more bodies at a time keep the
 * processors busy by their number, and hash and write one after the other.
 *
 * <p>A buffer is handed over, written and given back before the next one is looked at, so that
 * nothing is in flight but what the threads work at. Deeper queues would gain nothing: the queue of
 * the disk is the page cache.
 */
final class WriteOverlap implements Overlap, AutoCloseable {
  /** The shortest buffer that is worth the hand-over, bytes. */
  static final int LEAST_BYTES = 64 * 1024;

  private final Semaphore free;
  private final ThreadPoolExecutor threads;

  /**
   * Starts threads as they are needed.
   *
   * @param name of the threads
   * @param processors of this machine
   */
  WriteOverlap(String name, int processors) {
    int most = processors / 2;
    free = new Semaphore(most);
    threads =
        new ThreadPoolExecutor(
            0,
            Math.max(1, most),
            1,
            TimeUnit.MINUTES,
            new SynchronousQueue<>(),
            Thread.ofPlatform().name(name + "-", 0).daemon().factory(),
            (task, pool) -> {}); // the thread that asks does it itself
  }

  @Override
  public void run(Runnable here, Runnable elsewhere) {
    if (!free.tryAcquire()) {
      here.run();
      elsewhere.run();
      return;
    }
    try {
      FutureTask<?> handedOver = new FutureTask<>(elsewhere, null);
      threads.execute(handedOver);
      try {
        here.run();
      } finally {
        handedOver.run(); // does nothing where another thread has begun it
        await(handedOver);
      }
      requireDone(handedOver);
    } finally {
      free.release();
    }
  }

  /** Waits without an end: whoever works at a buffer has to be waited for. */
  private static void await(FutureTask<?> task) {
    boolean interrupted = false;
    while (true) {
      try {
        task.get();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      } catch (ExecutionException e) {
        break; // it has ended
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static void requireDone(FutureTask<?> task) {
    if (task.state() == FutureTask.State.FAILED) {
      switch (task.exceptionNow()) {
        case RuntimeException failure -> throw failure;
        case Error failure -> throw failure;
        case Throwable failure -> throw new IllegalStateException(failure); // of a Runnable: none
      }
    }
  }

  @Override
  public void close() {
    threads.shutdown();
  }
}
