package dev.sluice.agent.service;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * The steps of a streaming call on the storage's threads: events of the call only ask for a step;
 * at most one runs at a time, and each sees all that was asked for before it.
 */
abstract class SerialTask implements Runnable {
  private final CallTimes times;
  private final AtomicInteger asked = new AtomicInteger();

  SerialTask(CallTimes times) {
    this.times = times;
  }

  /** The threads of the file system that the call is about; the same from the first step on. */
  abstract StoragePool pool();

  /**
   * Does all that can be done now, without waiting for the caller.
   *
   * @return whether more can be done at once: others get their turn first
   */
  abstract boolean step();

  /** Asks for the first step; fails with {@code OVERLOADED}, and then nothing runs. */
  final void admit() {
    asked.incrementAndGet();
    pool().admit(times.queued(this));
  }

  /** The same of a first step that is short; it may run at once. */
  final void admitShort() {
    asked.incrementAndGet();
    pool().admitShort(times.queued(this));
  }

  /** Asks for a further step, after the first one was admitted. */
  final void resume() {
    if (asked.getAndIncrement() == 0) {
      pool().resume(times.queued(this));
    }
  }

  @Override
  public final void run() {
    int seen = asked.get();
    do {
      if (step()) {
        pool().resume(times.queued(this));
        return;
      }
      seen = asked.addAndGet(-seen);
    } while (seen > 0);
  }
}
