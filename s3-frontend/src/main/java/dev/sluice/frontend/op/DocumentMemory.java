package dev.sluice.frontend.op;

import dev.sluice.common.memory.Admission;
import dev.sluice.common.memory.MemoryPlan;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * The memory for documents of requests, of all requests together. A document takes its share before
 * a byte of it is read and keeps it until its request is answered, and all work for it is over,
 * since what is made of it lives as long; small documents have memory of their own, so that large
 * ones do not keep them out.
 */
public final class DocumentMemory {
  /**
   * The most that a document takes for each of its bytes: the bytes themselves, the parsed
   * document, an answer.
   */
  private static final int BYTES_PER_BYTE = 3;

  /** Longest small document, bytes. */
  private static final int SMALL_BYTES = 64 << 10;

  /** The unit of permits, in bytes. */
  private static final int UNIT_BYTES = 1 << 10;

  /** The longest wait of a document for memory before its request is answered SlowDown. */
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  private final Admission large;
  private final Admission small;
  private final int maximumBytes;
  private final Duration timeout;

  /**
   * Memory that no document has yet.
   *
   * @param maximumBytes of one document; less where the process's memory holds none so long
   */
  public DocumentMemory(MemoryPlan plan, int maximumBytes) {
    this(plan, maximumBytes, TIMEOUT);
  }

  /**
   * Memory that no document has yet.
   *
   * @param maximumBytes of one document; less where the process's memory holds none so long
   * @param timeout for which a document waits
   */
  public DocumentMemory(MemoryPlan plan, int maximumBytes, Duration timeout) {
    large = new Admission("KiB for documents of requests", plan.documents() / UNIT_BYTES);
    small =
        new Admission("KiB for small documents of requests", plan.smallDocuments() / UNIT_BYTES);
    this.maximumBytes = Math.clamp(plan.documents() / BYTES_PER_BYTE, SMALL_BYTES, maximumBytes);
    this.timeout = timeout;
  }

  /** Longest document that is read, bytes. */
  int maximumBytes() {
    return maximumBytes;
  }

  /**
   * Takes the memory for a document.
   *
   * @param ends is given what gives it back, to be done when the request is over
   * @param length of the document, bytes; at most {@link #maximumBytes}
   * @throws dev.sluice.common.model.StorageException {@code OVERLOADED} where there is none
   */
  void take(Consumer<Runnable> ends, int length) throws InterruptedException {
    Admission from = length <= SMALL_BYTES ? small : large;
    int permits = (int) Math.min(length * (long) BYTES_PER_BYTE / UNIT_BYTES + 1, from.limit());
    from.enter(permits, timeout);
    ends.accept(() -> from.leave(permits));
  }
}
