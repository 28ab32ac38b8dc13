package dev.sluice.agent.store.local.posix;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

/**
 * A file system on which large files that are opened for reading close only once they are released.
 */
public class HeldCloses extends Posix {
  private static final long LARGE_BYTES = 1 << 20;

  private final Set<Integer> held = ConcurrentHashMap.newKeySet();
  private final CountDownLatch released = new CountDownLatch(1);

  public final void release() {
    released.countDown();
  }

  @Override
  public Descriptor openForReading(Descriptor base, byte[] path) throws ErrnoException {
    Descriptor opened = super.openForReading(base, path);
    if (stat(opened).size() >= LARGE_BYTES) {
      try (CountedDescriptor counted = opened.hold()) {
        held.add(counted.number());
      }
    }
    return opened;
  }

  @Override
  void closeNumber(int number) {
    if (held.remove(number)) {
      try {
        released.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    super.closeNumber(number);
  }
}
