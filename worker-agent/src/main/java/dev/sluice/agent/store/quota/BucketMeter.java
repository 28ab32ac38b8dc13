package dev.sluice.agent.store.quota;

import dev.sluice.agent.store.engine.StorageEngine;
import dev.sluice.agent.store.engine.bucket.KeptUsage;
import dev.sluice.agent.store.engine.bucket.Quota;
import dev.sluice.agent.store.engine.bucket.Usage;
import dev.sluice.agent.store.engine.object.ExpectationNotMet;
import dev.sluice.agent.store.engine.object.FileIdentity;
import dev.sluice.agent.store.engine.object.ObjectName;
import dev.sluice.agent.store.engine.object.StoredObject;
import dev.sluice.agent.store.engine.upload.PartRecord;
import dev.sluice.agent.store.engine.upload.UploadArea;
import dev.sluice.agent.store.request.BucketUsage;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.Cancellation;
import dev.sluice.common.model.ObjectKey;
import dev.sluice.common.model.StorageException;
import dev.sluice.v1.FailureReason;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The meter of a bucket with a quota: every change of the bucket's contents passes it. Changes go
 * on side by side; what has to be alone with the bucket waits for those under way.
 */
public final class BucketMeter {
  private static final Logger LOG = LoggerFactory.getLogger(BucketMeter.class);

  private final StorageEngine engine;
  private final BucketName bucket;
  private final InstantSource clock;
  private final Tally tally;
  private final UploadTallies uploads;
  private final CountPlan plan;
  private final BucketCount count;

  /** Changes hold the shared side from the look at what is there until they are settled. */
  private final ReadWriteLock lock = new ReentrantReadWriteLock();

  /** Held by the thread that counts. */
  private final ReentrantLock counting = new ReentrantLock();

  /** Whether what is kept says that changes may be missing in it. */
  private volatile boolean unsettled;

  private volatile boolean closed;

  /**
   * A meter that begins with what was kept.
   *
   * @param page objects that a count looks at in one step
   * @param kept null: nothing is known of the bucket
   */
  BucketMeter(
      StorageEngine engine,
      BucketName bucket,
      InstantSource clock,
      int page,
      Quota quota,
      @Nullable KeptUsage kept) {
    this.engine = engine;
    this.bucket = bucket;
    this.clock = clock;
    boolean exact = kept != null && kept.settled();
    tally = new Tally(bucket, quota, kept == null ? Usage.NONE : kept.usage(), exact);
    uploads = new UploadTallies(engine, bucket, tally);
    plan = new CountPlan(kept == null ? null : kept.counted(), exact);
    count = new BucketCount(engine, bucket, tally, uploads, lock.writeLock(), page);
    unsettled = !exact;
  }

  /** Runs a change beside others. */
  <T> T shared(Supplier<T> change) {
    lock.readLock().lock();
    try {
      if (closed) {
        throw new StorageException(
            FailureReason.UNAVAILABLE, "bucket " + bucket + ": the agent stops");
      }
      return change.get();
    } finally {
      lock.readLock().unlock();
    }
  }

  /** Runs what has to be alone with the bucket. */
  void alone(Runnable work) {
    lock.writeLock().lock();
    try {
      work.run();
    } finally {
      lock.writeLock().unlock();
    }
  }

  /**
   * Fails where an object could not be stored now.
   *
   * @param current what is there; null: nothing
   * @throws StorageException {@code QUOTA_EXCEEDED}
   */
  void requireRoom(@Nullable StoredObject current, long size) {
    tally.require(Growth.of(Usage.ofObject(size).minus(usageOf(current))));
  }

  /**
   * Fails where a part could not be stored now.
   *
   * @throws StorageException {@code QUOTA_EXCEEDED}
   */
  void requireRoom(UploadArea area, int number, long size) {
    tally.require(new Growth(Math.max(0, size - partSize(area, number)), 0));
  }

  /**
   * Stores, replaces or deletes the object of a key.
   *
   * @param current what is there; null: nothing
   * @param after what will be there
   * @param upload that becomes the object; null: none does
   * @param change changes exactly what is there, or fails with {@link ExpectationNotMet}
   */
  public <T> T change(
      ObjectKey key,
      @Nullable StoredObject current,
      Usage after,
      @Nullable UploadArea upload,
      Supplier<T> change) {
    if (current != null) {
      met(current);
    }
    UploadTally parts = upload == null ? null : uploads.of(upload);
    Usage difference = after.minus(usageOf(current));
    Growth growth =
        Growth.of(
            parts == null ? difference : difference.minus(Usage.ofParts(tally.bytesOf(parts))));
    begin(growth);
    T changed;
    try {
      changed = change.get();
    } catch (ExpectationNotMet e) {
      tally.release(growth);
      throw e;
    } catch (RuntimeException | Error e) {
      failed(growth, isStill(key, current));
      throw e;
    }
    if (parts == null || upload == null) {
      tally.settle(growth, key.utf8(), difference);
    } else {
      tally.settle(growth, key.utf8(), difference, parts);
      uploads.forget(upload);
    }
    return changed;
  }

  /** Commits a part. */
  public PartRecord commit(UploadArea area, int number, long size, Supplier<PartRecord> commit) {
    UploadTally upload = uploads.of(area);
    upload.enter(number);
    try {
      PartRecord before = area.part(number);
      long difference = size - (before == null ? 0 : before.size());
      Growth growth = new Growth(Math.max(0, difference), 0);
      begin(growth);
      PartRecord committed;
      try {
        committed = commit.get();
      } catch (RuntimeException | Error e) {
        failed(growth, UploadTallies.isRefused(e) || isStill(area, number, before));
        throw e;
      }
      tally.settle(growth, upload, difference);
      return committed;
    } finally {
      upload.leave(number);
    }
  }

  /** Discards an upload with its parts. */
  void discard(UploadArea area) {
    UploadTally upload;
    try {
      upload = uploads.of(area);
    } catch (StorageException e) {
      // What cannot be read can be discarded all the same.
      LOG.debug("Upload {}: its parts are not known", area.upload().id(), e);
      area.discard();
      doubt(Growth.NONE);
      return;
    }
    begin(Growth.NONE);
    try {
      area.discard();
    } catch (RuntimeException | Error e) {
      failed(Growth.NONE, UploadTallies.isRefused(e));
      throw e;
    }
    tally.end(upload);
    uploads.forget(area);
  }

  /** Before a change: what is kept has to say that changes may be missing in it. */
  private void begin(Growth growth) {
    tally.reserve(growth);
    if (unsettled) {
      return;
    }
    try {
      unsettle();
    } catch (StorageException e) {
      if (!growth.equals(Growth.NONE)) {
        tally.release(growth);
        throw e;
      }
      // On a full disk what frees space must go on.
      LOG.warn("Bucket {}: the start of changes could not be noted: {}", bucket, e.getMessage());
    }
  }

  private synchronized void unsettle() {
    if (!unsettled) {
      engine.keepUsage(bucket, new KeptUsage(tally.used(), false, plan.counted()));
      unsettled = true;
    }
  }

  private void failed(Growth growth, boolean unchanged) {
    if (unchanged) {
      tally.release(growth);
    } else {
      doubt(growth);
    }
  }

  private void doubt(Growth growth) {
    tally.doubt(growth);
    plan.request();
  }

  /** Whether a change that failed did not happen. */
  private boolean isStill(ObjectKey key, @Nullable StoredObject before) {
    try {
      StoredObject now = engine.stat(new ObjectName(bucket, key));
      return before == null ? now == null : now != null && before.state().equals(now.state());
    } catch (RuntimeException e) {
      return false;
    }
  }

  private static boolean isStill(UploadArea area, int number, @Nullable PartRecord before) {
    try {
      return Objects.equals(before, area.part(number));
    } catch (RuntimeException e) {
      return false;
    }
  }

  private static Usage usageOf(@Nullable StoredObject object) {
    return object == null ? Usage.NONE : Usage.ofObject(object.size());
  }

  private static long partSize(UploadArea area, int number) {
    PartRecord part = area.part(number);
    return part == null ? 0 : part.size();
  }

  void limit(Quota quota) {
    tally.limit(quota);
  }

  Quota quota() {
    return tally.quota();
  }

  /** An object was met. One that somebody else stored or changed may not be counted yet. */
  void met(StoredObject object) {
    if (object.record().etag() != null) {
      return;
    }
    FileIdentity identity = object.identity();
    Instant now = clock.instant();
    plan.requestFor(object.modified(), now);
    if (identity != null) {
      plan.requestFor(identity.born(), now);
    }
  }

  /** Asks for a count. */
  void requestCount() {
    plan.request();
  }

  /**
   * Takes one step of a count that is due or under way, unless another thread counts.
   *
   * @return false where nothing is to be done
   */
  boolean step() {
    if (!plan.isDue(tally.isCounting(), clock.instant()) || !counting.tryLock()) {
      return false;
    }
    try {
      advance(Cancellation.ENDLESS);
      return true;
    } finally {
      counting.unlock();
    }
  }

  /** Takes no step for a while: one has failed. */
  void rest() {
    plan.rest(clock.instant());
  }

  /** Counts the whole bucket now, from the beginning. */
  void countNow(Cancellation cancellation) {
    counting.lock();
    try {
      begin(cancellation);
      while (!advance(cancellation)) {
        cancellation.check();
      }
    } finally {
      counting.unlock();
    }
  }

  /** Whether the count has come to its end. */
  private boolean advance(Cancellation cancellation) {
    if (!tally.isCounting()) {
      begin(cancellation);
    }
    Usage missing = count.next(cancellation);
    if (missing == null) {
      return false;
    }
    plan.end(clock.instant());
    LOG.info(
        "Bucket {} was counted: {} ({} against what was known)", bucket, tally.used(), missing);
    if (unsettled) {
      keep();
    } else {
      unsettle();
    }
    return true;
  }

  private void begin(Cancellation cancellation) {
    plan.begin(clock.instant());
    count.begin(cancellation);
  }

  /** Keeps the usage where it changed, as one in which changes may be missing. */
  void keep() {
    if (!unsettled || !tally.takeChanged()) {
      return;
    }
    boolean kept = false;
    try {
      engine.keepUsage(bucket, new KeptUsage(tally.used(), false, plan.counted()));
      kept = true;
    } finally {
      if (!kept) {
        tally.changed();
      }
    }
  }

  /** Ends all changes and keeps the usage for good. */
  void close() {
    alone(
        () -> {
          closed = true;
          if ((unsettled && tally.isExact()) || tally.takeChanged()) {
            engine.keepUsage(bucket, new KeptUsage(tally.used(), tally.isExact(), plan.counted()));
          }
        });
  }

  BucketUsage usage() {
    return new BucketUsage(
        tally.quota(),
        tally.used(),
        tally.isExact(),
        tally.isCounting(),
        tally.counted(),
        plan.counted());
  }
}
