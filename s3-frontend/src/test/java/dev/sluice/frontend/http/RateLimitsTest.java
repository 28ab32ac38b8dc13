package dev.sluice.frontend.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sluice.common.metrics.Metrics;
import dev.sluice.common.model.Principal;
import dev.sluice.common.model.Stopwatch;
import dev.sluice.frontend.auth.permission.Identity;
import dev.sluice.frontend.s3.S3ErrorCode;
import dev.sluice.frontend.s3.S3Exception;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RateLimitsTest {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final Identity ONE = identity("one");
  private static final Identity OTHER = identity("other");

  private final Stopwatch delayed = new Stopwatch();
  private long now;

  @Test
  void requestBeyondTheRate_isRefusedUntilThereIsAToken() {
    RateLimits limits = limits(2, 0);
    limits.admit(ONE, delayed);
    limits.admit(ONE, delayed);

    assertThatExceptionOfType(S3Exception.class)
        .isThrownBy(() -> limits.admit(ONE, delayed))
        .satisfies(
            refusal -> {
              assertThat(refusal.code()).isEqualTo(S3ErrorCode.SLOW_DOWN);
              assertThat(refusal.headers()).containsEntry("Retry-After", "1");
            });
    limits.admit(OTHER, delayed);

    now += SECOND / 2;
    limits.admit(ONE, delayed);
  }

  @Test
  void bytesBeyondTheRate_waitForTheirTurn() throws Exception {
    RateLimits limits = limits(0, 100);
    Throttle first = limits.admit(ONE, delayed);
    Throttle second = limits.admit(ONE, delayed);

    first.await();
    first.moved(300);
    assertThat(now).as("bytes of a second are there, two seconds are owed").isZero();
    second.moved(100);
    first.await();
    assertThat(now).isEqualTo(2 * SECOND);
    first.await();
    assertThat(now).as("waited for once").isEqualTo(2 * SECOND);

    Throttle next = limits.admit(ONE, delayed);
    next.await();
    assertThat(now).as("a later request pays for both").isEqualTo(3 * SECOND);
    limits.admit(OTHER, delayed).await();
    assertThat(now).isEqualTo(3 * SECOND);
    assertThat(metrics(limits))
        .contains("sluice_s3_rate_delayed_milliseconds_total 3000", "rate_refused_total 0");
  }

  @Test
  void requestBehindALongQueueOfBytes_isRefused() throws Exception {
    RateLimits limits = limits(0, 100);
    limits.admit(ONE, delayed).moved(100 + 100 * (RateLimits.LONGEST_QUEUE.toSeconds() + 2));

    assertThatExceptionOfType(S3Exception.class)
        .isThrownBy(() -> limits.admit(ONE, delayed))
        .satisfies(
            refusal -> {
              assertThat(refusal.code()).isEqualTo(S3ErrorCode.SLOW_DOWN);
              assertThat(refusal.headers()).containsEntry("Retry-After", "2");
            });
    assertThat(metrics(limits)).contains("sluice_s3_rate_refused_total 1");

    now += 2 * SECOND;
    limits.admit(ONE, delayed).await();
    assertThat(now).isEqualTo(7 * SECOND);
  }

  @Test
  void noLimit_neitherRefusesNorWaits() throws Exception {
    RateLimits limits = limits(0, 0);
    for (int i = 0; i < 1000; i++) {
      Throttle throttle = limits.admit(ONE, delayed);
      throttle.moved(Long.MAX_VALUE);
      throttle.await();
    }
    assertThat(now).isZero();
  }

  private RateLimits limits(long requests, long bytes) {
    return new RateLimits(requests, bytes, () -> now, nanos -> now += nanos);
  }

  private static String metrics(RateLimits limits) {
    Metrics metrics = new Metrics();
    limits.addTo(metrics);
    return metrics.text();
  }

  private static Identity identity(String accessKey) {
    return Identity.unrestricted(accessKey, new Principal("0".repeat(64), accessKey));
  }
}
