package dev.sluice.frontend.http;

import dev.sluice.common.rpc.CallerRunsThread;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads of requests. Each has a virtual one, which costs little while it waits. In one
 * process with the agent the first few have platform threads, on which short calls of the storage
 * run without changing threads; a request that finds none of them free has a virtual one, so that
 * slow clients and a storage that hangs only take the shortcut away.
 */
public final class RequestThreads implements Executor {
  /** Platform threads; several times the calls that one file system may hold. */
  static final int PLATFORM = 32;

  private final AtomicInteger number = new AtomicInteger();
  private final Executor virtual =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("request-", 0).factory());
  private final Executor platform =
      new ThreadPoolExecutor(
          PLATFORM, PLATFORM, 1, TimeUnit.MINUTES, new LinkedBlockingQueue<>(), this::thread);
  private final Semaphore free;

  private RequestThreads(int platform) {
    free = new Semaphore(platform);
  }

  /** Virtual threads for all. */
  public static RequestThreads virtual() {
    return new RequestThreads(0);
  }

  /** For a process that has the agent in it. */
  public static RequestThreads withAgent() {
    return new RequestThreads(PLATFORM);
  }

  private Thread thread(Runnable work) {
    return new CallerRunsThread(work, "request-here-" + number.getAndIncrement());
  }

  @Override
  public void execute(Runnable request) {
    if (free.tryAcquire()) {
      platform.execute(
          () -> {
            try {
              request.run();
            } finally {
              free.release();
            }
          });
    } else {
      virtual.execute(request);
    }
  }
}
