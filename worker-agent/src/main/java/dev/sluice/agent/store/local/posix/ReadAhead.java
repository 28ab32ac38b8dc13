package dev.sluice.agent.store.local.posix;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * The batches of a directory, read by a thread of their own while those before them are looked at.
 * The kernel's work and its reader's then take as long as the longer of the two.
 */
final class ReadAhead implements AutoCloseable {
  /** Batches that may wait for their reader. */
  private static final int MOST_WAITING = 8;

  private final BlockingQueue<Batch> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
  private final Thread thread;

  /** What a read brought. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Batch(byte[] records, @Nullable Throwable failure) {
    boolean isLast() {
      return records.length == 0;
    }
  }

  /**
   * Begins to read.
   *
   * @param reading the next batch, nothing at the end; until this is closed for its thread alone
   */
  ReadAhead(ErrnoSearch<byte[]> reading) {
    thread = Thread.ofPlatform().daemon().name("read-ahead").start(() -> read(reading));
  }

  private void read(ErrnoSearch<byte[]> reading) {
    try {
      Batch batch;
      do {
        batch = readOne(reading);
        waiting.put(batch);
      } while (!batch.isLast());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // nobody reads on
    }
  }

  private static Batch readOne(ErrnoSearch<byte[]> reading) {
    try {
      byte[] records = reading.run();
      return new Batch(records == null ? Names.NOTHING : records, null);
    } catch (ErrnoException | RuntimeException | Error e) {
      return new Batch(Names.NOTHING, e);
    }
  }

  /** The next batch; nothing at the end, after which there is no other. */
  byte[] next() throws ErrnoException {
    Batch batch = take();
    switch (batch.failure()) {
      case null -> {
        return batch.records();
      }
      case ErrnoException e -> throw e;
      case RuntimeException e -> throw e;
      case Throwable e -> throw new IllegalStateException("a directory was not read", e);
    }
  }

  /** An interrupt ends no read of a directory: not here, and not in the kernel. */
  private Batch take() {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return waiting.take();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Waits for the read under way, and ends. */
  @Override
  public void close() {
    thread.interrupt();
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
