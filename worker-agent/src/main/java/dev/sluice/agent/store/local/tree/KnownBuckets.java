package dev.sluice.agent.store.local.tree;

import dev.sluice.agent.store.engine.ReadableStorage;
import dev.sluice.agent.store.engine.bucket.BucketRecord;
import dev.sluice.common.model.BucketName;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Records of buckets as they were read last, each for a second: a decision about a request needs no
 * system call then. A change through this process counts at once: one that was made after the
 * reading began makes what was read worthless.
 */
public final class KnownBuckets {
  /** Most records; beyond them all are dropped and read again. */
  private static final int MOST = 10_000;

  private final LongSupplier nanoTime;
  private final ConcurrentHashMap<BucketName, Known> known = new ConcurrentHashMap<>();
  private final AtomicLong changes = new AtomicLong();

  /**
   * A record as it was read.
   *
   * @param reading when that began
   */
  private record Known(BucketRecord record, Reading reading) {}

  /**
   * A reading of a record.
   *
   * @param nanos when it began
   * @param changes made until then
   */
  public record Reading(long nanos, long changes) {}

  /**
   * None yet.
   *
   * @param nanoTime a clock as {@link System#nanoTime}
   */
  public KnownBuckets(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** The record of a bucket; null where it has to be read. */
  public @Nullable BucketRecord get(BucketName bucket) {
    Known found = known.get(bucket);
    boolean current =
        found != null
            && found.reading().changes() == changes.get()
            && nanoTime.getAsLong() - found.reading().nanos() < ReadableStorage.STALENESS.toNanos();
    return found != null && current ? found.record() : null;
  }

  /** Begins to read a record. */
  public Reading read() {
    return new Reading(nanoTime.getAsLong(), changes.get());
  }

  /**
   * Keeps what was read.
   *
   * @param record null: there is no such bucket
   */
  public void keep(BucketName bucket, @Nullable BucketRecord record, Reading reading) {
    if (record == null) {
      known.remove(bucket);
      return;
    }
    if (known.size() >= MOST) {
      known.clear();
    }
    Known before = known.get(bucket);
    BucketRecord same = before != null && before.record().equals(record) ? before.record() : record;
    known.put(bucket, new Known(same, reading));
  }

  /** Has everything read again; to be called when a change was made. */
  public void changed() {
    changes.incrementAndGet();
  }
}
