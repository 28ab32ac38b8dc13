package dev.sluice.frontend.http;

import dev.sluice.common.metrics.Metric;
import dev.sluice.common.metrics.Metrics;
import dev.sluice.common.model.Stopwatch;
import dev.sluice.frontend.auth.permission.Identity;
import dev.sluice.frontend.s3.S3ErrorCode;
import dev.sluice.frontend.s3.S3Exception;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The limits of what each identity may ask of this frontend: requests and bytes a second. All
 * anonymous requests are one identity, and so are all requests of open access.
 *
 * <p>A request beyond the rate of requests is refused before its body is read. Bytes are counted as
 * they move, in both directions together, and the next bytes of the identity wait until those are
 * paid for; so much waits at once that a new request would not move soon, it is refused as well.
 */
public final class RateLimits {
  /** The longest wait of an identity's bytes that a further request is let into. */
  static final Duration LONGEST_QUEUE = Duration.ofSeconds(5);

  /** A pause of the request's thread. */
  @FunctionalInterface
  interface Pause {
    void of(long nanos) throws InterruptedException;
  }

  /** No limits. */
  public static final RateLimits NONE = new RateLimits(0, 0);

  private final @Nullable TokenBuckets requests;
  private final @Nullable TokenBuckets bytes;
  private final Pause pause;
  private final LongAdder refused = new LongAdder();
  private final LongAdder delayedNanos = new LongAdder();

  /**
   * Limits of each identity.
   *
   * @param requestsPerSecond 0: no limit
   * @param bytesPerSecond 0: no limit
   */
  public RateLimits(long requestsPerSecond, long bytesPerSecond) {
    this(requestsPerSecond, bytesPerSecond, System::nanoTime, TimeUnit.NANOSECONDS::sleep);
  }

  RateLimits(long requestsPerSecond, long bytesPerSecond, LongSupplier nanoClock, Pause pause) {
    this.requests = requestsPerSecond == 0 ? null : new TokenBuckets(requestsPerSecond, nanoClock);
    this.bytes = bytesPerSecond == 0 ? null : new TokenBuckets(bytesPerSecond, nanoClock);
    this.pause = pause;
  }

  /** Shows how often they took effect. */
  public void addTo(Metrics metrics) {
    metrics.add(
        Metric.counter(
            "sluice_s3_rate_refused_total",
            "Requests refused because their identity sends more than maximum-request-rate or"
                + " maximum-byte-rate allow.",
            refused::sum));
    metrics.add(
        Metric.counter(
            "sluice_s3_rate_delayed_milliseconds_total",
            "Time that bodies waited because of maximum-byte-rate.",
            () -> TimeUnit.NANOSECONDS.toMillis(delayedNanos.sum())));
  }

  /**
   * Lets a request in.
   *
   * @param delayed adds up how long its bytes wait
   * @return the pace of its bytes
   * @throws S3Exception SlowDown, with the time to wait
   */
  Throttle admit(Identity identity, Stopwatch delayed) {
    String key = identity.accessKey();
    if (bytes != null) {
      long queue = bytes.debt(key) - LONGEST_QUEUE.toNanos();
      if (queue > 0) {
        throw refusal("bytes", queue);
      }
    }
    if (requests != null) {
      long missing = requests.takeOne(key);
      if (missing > 0) {
        throw refusal("requests", missing);
      }
    }
    return bytes == null ? Throttle.NONE : new Limited(bytes, key, delayed);
  }

  private S3Exception refusal(String of, long nanos) {
    refused.increment();
    long seconds = Math.ceilDiv(nanos, TimeUnit.SECONDS.toNanos(1));
    return new S3Exception(
            S3ErrorCode.SLOW_DOWN,
            "Please reduce your request rate: the limit of %s a second is reached.".formatted(of))
        .withHeader("Retry-After", Long.toString(seconds));
  }

  /** The pace of one request of an identity. */
  private final class Limited implements Throttle {
    private final TokenBuckets buckets;
    private final String key;
    private final Stopwatch delayed;
    private long wait;

    Limited(TokenBuckets buckets, String key, Stopwatch delayed) {
      this.buckets = buckets;
      this.key = key;
      this.delayed = delayed;
      this.wait = buckets.debt(key);
    }

    @Override
    public void moved(long count) {
      if (count > 0) {
        wait = buckets.take(key, count);
      }
    }

    @Override
    public void await() throws InterruptedException {
      if (wait > 0) {
        long started = Stopwatch.start();
        try {
          pause.of(wait);
        } finally {
          delayedNanos.add(wait);
          wait = 0;
          delayed.stop(started);
        }
      }
    }
  }
}
