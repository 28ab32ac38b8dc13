package dev.sluice.frontend.http;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Token buckets of one size, one for each key. Each fills at the rate, and holds what comes in a
 * second at most; what is taken beyond that is a debt, which later tokens pay first.
 *
 * <p>A bucket is the time at which it was, or will be, empty and without debt. One that is full is
 * the same as one that is not there, so that full ones are forgotten.
 */
final class TokenBuckets {
  /** The filling of a full bucket, as the time that it takes. */
  private static final long FULL_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** Buckets beyond which full ones are looked for whenever one is added. */
  static final int LOOKED_THROUGH = 1024;

  private final ConcurrentHashMap<String, Long> settled = new ConcurrentHashMap<>();
  private final long perSecond;
  private final LongSupplier nanoClock;
  private final long origin;

  /**
   * Full buckets for all keys.
   *
   * @param perSecond tokens, more than 0
   * @param nanoClock of {@link System#nanoTime}
   */
  TokenBuckets(long perSecond, LongSupplier nanoClock) {
    this.perSecond = perSecond;
    this.nanoClock = nanoClock;
    this.origin = nanoClock.getAsLong();
  }

  /**
   * Takes tokens, whether there are any or not.
   *
   * @return nanoseconds until all that was taken so far is paid for; 0 where it is
   */
  long take(String key, long tokens) {
    long now = now();
    long after =
        settled.merge(
            key,
            emptyAfter(now - FULL_NANOS, tokens),
            (before, _) -> emptyAfter(Math.max(before, now - FULL_NANOS), tokens));
    forgetFull(now);
    return Math.max(0, after - now);
  }

  /**
   * Takes a token if there is one.
   *
   * @return nanoseconds until there is one; 0 where it was taken
   */
  long takeOne(String key) {
    long now = now();
    long[] missing = {0};
    settled.compute(
        key,
        (_, before) -> {
          long from = before == null ? now - FULL_NANOS : Math.max(before, now - FULL_NANOS);
          long after = emptyAfter(from, 1);
          missing[0] = Math.max(0, after - now);
          return missing[0] == 0 ? Long.valueOf(after) : before;
        });
    forgetFull(now);
    return missing[0];
  }

  /** Nanoseconds until a bucket has no debt; 0 where it has none. */
  long debt(String key) {
    Long empty = settled.get(key);
    return empty == null ? 0 : Math.max(0, empty - now());
  }

  /** Buckets that are not known to be full. */
  int size() {
    return settled.size();
  }

  private long now() {
    return nanoClock.getAsLong() - origin;
  }

  private long emptyAfter(long empty, long tokens) {
    return empty + (long) (1e9 * tokens / perSecond);
  }

  private void forgetFull(long now) {
    if (settled.size() > LOOKED_THROUGH) {
      settled.values().removeIf(empty -> empty <= now - FULL_NANOS);
    }
  }
}
