package dev.sluice.agent.service;

import dev.sluice.common.model.StorageException;
import dev.sluice.v1.FailureReason;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The platform threads that call one file system: file calls hold a thread in the kernel, so they
 * run on a bounded number of their own and never on gRPC's event loops.
 *
 * <p>The first step of a call is admitted while fewer than a bound wait; beyond that the call is
 * refused. Later steps of an admitted call are always taken: there is at most one of each at a
 * time, so that admitted calls bound them.
 */
final class StoragePool implements AutoCloseable {
  private final Threads threads;
  private final ShortCalls shortCalls;
  private final WriteOverlap overlap;
  private final int maximumWaiting;

  /**
   * Starts threads as they are needed.
   *
   * @param name of the threads
   * @param threads how many there may be
   * @param maximumWaiting steps that may wait for a thread before new calls are refused
   * @param local whether the file system is one of this machine
   */
  StoragePool(String name, int threads, int maximumWaiting, boolean local) {
    this.maximumWaiting = maximumWaiting;
    this.shortCalls = new ShortCalls(local, System::nanoTime);
    this.threads = new Threads(name, threads);
    this.overlap = new WriteOverlap(name + "-write", Runtime.getRuntime().availableProcessors());
  }

  /**
   * Runs the first step of a call.
   *
   * @throws StorageException {@code OVERLOADED} where too many wait
   */
  void admit(Runnable step) {
    int waiting = waiting();
    if (waiting >= maximumWaiting) {
      throw new StorageException(
          FailureReason.OVERLOADED,
          "calls that wait for the storage: " + waiting + " (limit: " + maximumWaiting + ")");
    }
    threads.execute(step);
  }

  /**
   * Runs the first step of a call that is short on a file system that is fast: on the calling
   * thread where that may be, which spares two changes of threads, else as {@link #admit} does.
   */
  void admitShort(Runnable step) {
    if (!shortCalls.tryHere(step)) {
      admit(() -> shortCalls.timed(step));
    }
  }

  /** Runs a later step of a call that was admitted. */
  void resume(Runnable step) {
    threads.execute(step);
  }

  /** Of a step that runs: threads that write while it hashes. */
  WriteOverlap overlap() {
    return overlap;
  }

  /** Steps that wait for a thread at this moment. */
  int waiting() {
    return threads.getQueue().size();
  }

  /** Steps that run at this moment. */
  int running() {
    return threads.getActiveCount() + shortCalls.running();
  }

  /**
   * For how long no step has begun or ended although some wait: longer than any work takes, where
   * the storage hangs. Zero while nothing waits.
   */
  Duration standstill() {
    return waiting() > 0 && threads.getActiveCount() == threads.getMaximumPoolSize()
        ? Duration.ofNanos(System.nanoTime() - threads.changed)
        : Duration.ZERO;
  }

  /**
   * Lets what waits and runs come to its end.
   *
   * @return whether it did, in time
   */
  boolean drain(Duration timeout) throws InterruptedException {
    long end = System.nanoTime() + timeout.toNanos();
    boolean returned = shortCalls.drain(timeout); // one may leave its later steps to the threads
    threads.shutdown();
    return threads.awaitTermination(end - System.nanoTime(), TimeUnit.NANOSECONDS) && returned;
  }

  /** Interrupts what still runs. */
  @Override
  public void close() {
    threads.shutdownNow();
    overlap.close();
  }

  /** The threads, and when one of them last began or ended a step. */
  private static final class Threads extends ThreadPoolExecutor {
    private volatile long changed = System.nanoTime();

    Threads(String name, int count) {
      super(
          count,
          count,
          1,
          TimeUnit.MINUTES,
          new LinkedBlockingQueue<>(),
          Thread.ofPlatform().name(name + "-", 0).daemon().factory());
      allowCoreThreadTimeOut(true);
    }

    @Override
    protected void beforeExecute(Thread thread, Runnable step) {
      changed = System.nanoTime();
    }

    @Override
    protected void afterExecute(Runnable step, @Nullable Throwable failure) {
      changed = System.nanoTime();
    }
  }
}
