package dev.sluice.agent.store.local.posix;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

/**
 * A file system whose directories give their first names at once; who reads on in one, as only long
 * work does, waits until the rest is released.
 */
public final class HeldDirectories extends Posix {
  /** Names in directories with more than short work may look at. */
  public static final int MANY = 11_000;

  /** Batches of so many names as short work may look at; each has some thousand short ones. */
  private static final int FREE_BATCHES = 10;

  public final CountDownLatch reached = new CountDownLatch(1);
  private final CountDownLatch released = new CountDownLatch(1);
  private final Map<Descriptor, Integer> batches = new ConcurrentHashMap<>();

  public void release() {
    released.countDown();
  }

  @Override
  byte[] readDirectory(Descriptor directory, int room) throws ErrnoException {
    if (batches.merge(directory, 1, Integer::sum) > FREE_BATCHES) {
      reached.countDown();
      try {
        released.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    return super.readDirectory(directory, room);
  }
}
