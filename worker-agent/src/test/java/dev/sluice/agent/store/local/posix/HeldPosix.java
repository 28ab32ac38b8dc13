package dev.sluice.agent.store.local.posix;

import java.nio.ByteBuffer;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A file system on which one call waits until it is released; all others go on. */
public final class HeldPosix extends Posix {
  /** Calls that take as long as there are bytes. */
  public enum Slow {
    SYNC,
    READ
  }

  private final AtomicReference<@Nullable Slow> next = new AtomicReference<>();
  private final CountDownLatch reached = new CountDownLatch(1);
  private final CountDownLatch released = new CountDownLatch(1);

  /** Holds the next call of a kind. */
  public void hold(Slow call) {
    next.set(call);
  }

  public void awaitHeld() throws InterruptedException {
    reached.await();
  }

  public void release() {
    next.set(null);
    released.countDown();
  }

  private void pass(Slow call) {
    if (next.compareAndSet(call, null)) {
      reached.countDown();
      try {
        released.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public void sync(Descriptor file) throws ErrnoException {
    pass(Slow.SYNC);
    super.sync(file);
  }

  @Override
  public int read(Descriptor file, ByteBuffer target, long offset) throws ErrnoException {
    pass(Slow.READ);
    return super.read(file, target, offset);
  }
}
