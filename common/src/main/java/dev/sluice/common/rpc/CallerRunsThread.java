package dev.sluice.common.rpc;

/**
 * A platform thread on which an agent in the same process may run a short storage call at once,
 * instead of handing it over: whoever runs it has others, and can do without it where the storage
 * hangs.
 */
public final class CallerRunsThread extends Thread {
  /** A daemon. */
  public CallerRunsThread(Runnable task, String name) {
    super(task, name);
    setDaemon(true);
  }

  /** Whether the current thread is one. */
  public static boolean isCurrent() {
    return Thread.currentThread() instanceof CallerRunsThread;
  }
}
