package dev.sluice.agent.store.quota;

import dev.sluice.agent.store.engine.StorageEngine;
import dev.sluice.agent.store.engine.bucket.BucketRecord;
import dev.sluice.agent.store.engine.bucket.BucketScan;
import dev.sluice.agent.store.engine.bucket.Quota;
import dev.sluice.agent.store.engine.object.ObjectName;
import dev.sluice.agent.store.engine.object.StoredObject;
import dev.sluice.agent.store.engine.upload.UploadArea;
import dev.sluice.agent.store.request.BucketUsage;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.Cancellation;
import dev.sluice.common.model.StorageException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The quotas of all buckets. Whether a bucket has one is read from its record once, and known from
 * then on: a bucket without a quota costs a change two steps of a counter and a look into a table.
 */
public final class Quotas implements AutoCloseable {
  /** Buckets whose usage is shown as metrics. */
  public static final int MOST_SHOWN = 1_000;

  private static final int PAGE = 250;

  /** How long a new quota waits for changes that began without it. */
  private static final Duration EARLIER_CHANGES = Duration.ofSeconds(10);

  /** How often usage is kept while it changes. */
  private static final Duration KEEPING = Duration.ofMinutes(1);

  /** Buckets whose records are looked at in one step, after a start. */
  private static final int DISCOVERED = 250;

  private static final Logger LOG = LoggerFactory.getLogger(Quotas.class);

  private final StorageEngine engine;
  private final InstantSource clock;
  private final UnmeteredChanges unmetered = new UnmeteredChanges();

  /** The meter of each bucket that was met; of one without a quota none. */
  private final ConcurrentMap<BucketName, Optional<BucketMeter>> meters = new ConcurrentHashMap<>();

  /** Held while a meter comes or goes. */
  private final ReentrantLock registry = new ReentrantLock();

  /** The last bucket that was discovered; null: all were. */
  private volatile @Nullable String discovered = "";

  private final int page;
  private Instant kept;

  /** The quotas of an engine's buckets. */
  public Quotas(StorageEngine engine, InstantSource clock) {
    this(engine, clock, PAGE);
  }

  /**
   * The quotas of an engine's buckets.
   *
   * @param page objects that a count looks at in one step, while changes wait
   */
  public Quotas(StorageEngine engine, InstantSource clock, int page) {
    this.engine = engine;
    this.clock = clock;
    this.page = page;
    kept = clock.instant();
  }

  // ---- Changes ----

  /**
   * Runs a change of a bucket's contents.
   *
   * @param change gets the bucket's meter, which it has to pass; null: the bucket has no quota
   */
  public <T> T changing(BucketName bucket, Function<@Nullable BucketMeter, T> change) {
    while (true) {
      if (!meters.containsKey(bucket)) {
        refresh(bucket);
      }
      int room = unmetered.enter();
      BucketMeter meter;
      try {
        Optional<BucketMeter> found = meters.get(bucket);
        if (found == null && engine.bucket(bucket) != null) {
          continue;
        }
        meter = found == null ? null : found.orElse(null);
        if (meter == null) {
          return change.apply(null);
        }
      } finally {
        unmetered.leave(room);
      }
      return meter.shared(() -> change.apply(meter));
    }
  }

  /**
   * Fails where an object of this size could not be stored now. Nothing is reserved: it is decided
   * when it is published.
   *
   * @throws StorageException {@code QUOTA_EXCEEDED}
   */
  public void requireRoom(ObjectName name, long size) {
    BucketMeter meter = meter(name.bucket());
    if (meter != null) {
      meter.requireRoom(engine.stat(name), size);
    }
  }

  /**
   * Fails where a part of this size could not be stored now, likewise.
   *
   * @throws StorageException {@code QUOTA_EXCEEDED}
   */
  public void requireRoom(UploadArea area, int number, long size) {
    BucketMeter meter = meter(area.upload().bucket());
    if (meter != null) {
      meter.requireRoom(area, number, size);
    }
  }

  /** Discards an upload. */
  public void discard(UploadArea area) {
    changing(
        area.upload().bucket(),
        meter -> {
          if (meter == null) {
            area.discard();
          } else {
            meter.discard(area);
          }
          return area;
        });
  }

  /** An object was read or listed: one from outside may not be counted yet. */
  public void met(BucketName bucket, StoredObject object) {
    if (object.record().etag() == null) {
      BucketMeter meter = meter(bucket);
      if (meter != null) {
        meter.met(object);
      }
    }
  }

  // ---- Quotas that come and go ----

  private @Nullable BucketMeter meter(BucketName bucket) {
    Optional<BucketMeter> found = meters.get(bucket);
    if (found == null) {
      refresh(bucket);
      found = meters.get(bucket);
    }
    return found == null ? null : found.orElse(null);
  }

  /** The record of a bucket was read; it may have been changed by hand. */
  public void met(BucketName bucket, BucketRecord record) {
    Optional<BucketMeter> found = meters.get(bucket);
    if (found != null) {
      Quota known = found.map(BucketMeter::quota).orElse(null);
      Quota read = record.settings().quota();
      if (known == null ? read != null : !known.equals(read)) {
        refresh(bucket);
      }
    }
  }

  /** The bucket was created or deleted, so that what was known of it is of another one. */
  public void forget(BucketName bucket) {
    registry.lock();
    try {
      meters.remove(bucket);
    } finally {
      registry.unlock();
    }
  }

  /** The settings of the bucket may have changed. */
  public void refresh(BucketName bucket) {
    registry.lock();
    try {
      BucketRecord record = engine.bucket(bucket);
      if (record == null) {
        meters.remove(bucket);
        return;
      }
      Quota quota = record.settings().quota();
      Optional<BucketMeter> before = meters.get(bucket);
      if (quota == null) {
        meters.put(bucket, Optional.empty());
      } else if (before != null && before.isPresent()) {
        before.get().limit(quota);
      } else {
        install(bucket, new BucketMeter(engine, bucket, clock, page, quota, record.usage()));
      }
    } finally {
      registry.unlock();
    }
  }

  /** From here on each change passes the meter; the first ones wait for those that do not. */
  private void install(BucketName bucket, BucketMeter meter) {
    meter.alone(
        () -> {
          meters.put(bucket, Optional.of(meter));
          if (!unmetered.awaitEarlier(EARLIER_CHANGES)) {
            LOG.warn("Bucket {}: changes from before its quota take long; it is counted", bucket);
            meter.requestCount();
          }
        });
  }

  // ---- What is shown ----

  /** The usage of a bucket; empty where it has no quota. */
  public Optional<BucketUsage> usage(BucketName bucket) {
    return Optional.ofNullable(meter(bucket)).map(BucketMeter::usage);
  }

  /** The usage of a bucket after it was counted from the beginning; empty where it has no quota. */
  public Optional<BucketUsage> count(BucketName bucket, Cancellation cancellation) {
    BucketMeter meter = meter(bucket);
    if (meter != null) {
      meter.countNow(cancellation);
    }
    return usage(bucket);
  }

  /** The usage of all buckets that have a quota, but of {@link #MOST_SHOWN} at most. */
  public Map<BucketName, BucketUsage> usages() {
    Map<BucketName, BucketUsage> usages = new LinkedHashMap<>();
    for (Map.Entry<BucketName, Optional<BucketMeter>> entry : meters.entrySet()) {
      if (usages.size() < MOST_SHOWN) {
        entry.getValue().ifPresent(meter -> usages.put(entry.getKey(), meter.usage()));
      }
    }
    return usages;
  }

  // ---- Work in the background ----

  /**
   * Does a little of what is to be done: finds the buckets that have a quota, counts a page of each
   * that is to be counted, keeps usage. For one caller at a time.
   *
   * @return whether something was done, so that more may follow
   */
  public boolean work() {
    String after = discovered;
    if (after != null) {
      discover(after);
      return true;
    }
    boolean worked = false;
    boolean keeping = !kept.plus(KEEPING).isAfter(clock.instant());
    for (Map.Entry<BucketName, Optional<BucketMeter>> entry : meters.entrySet()) {
      if (entry.getValue().isPresent()) {
        worked |= work(entry.getKey(), entry.getValue().get(), keeping);
      }
    }
    if (keeping) {
      kept = clock.instant();
    }
    return worked;
  }

  private static boolean work(BucketName bucket, BucketMeter meter, boolean keeping) {
    try {
      if (keeping) {
        meter.keep();
      }
      return meter.step();
    } catch (StorageException e) {
      LOG.warn("Bucket {}: its usage could not be counted or kept: {}", bucket, e.getMessage());
      meter.rest();
      return false;
    }
  }

  private void discover(String after) {
    List<BucketName> names = engine.buckets(new BucketScan("", after, DISCOVERED));
    for (BucketName name : names) {
      if (!meters.containsKey(name)) {
        refresh(name);
      }
    }
    discovered = names.size() < DISCOVERED ? null : names.getLast().value();
  }

  /** Ends all changes of buckets with a quota, and keeps their usage for good. */
  @Override
  public void close() {
    for (Map.Entry<BucketName, Optional<BucketMeter>> entry : meters.entrySet()) {
      try {
        entry.getValue().ifPresent(BucketMeter::close);
      } catch (StorageException e) {
        LOG.warn(
            "Bucket {}: its usage could not be kept, and is counted anew: {}",
            entry.getKey(),
            e.getMessage());
      }
    }
  }
}
