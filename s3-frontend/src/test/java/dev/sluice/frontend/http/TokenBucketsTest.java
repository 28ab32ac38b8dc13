package dev.sluice.frontend.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TokenBucketsTest {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  /** The clock's first reading means nothing, and it wraps around. */
  private long now = Long.MAX_VALUE - SECOND / 2;

  private final TokenBuckets buckets = new TokenBuckets(10, () -> now);

  @Test
  void tokensOfASecond_areThereAtOnce() {
    for (int i = 0; i < 10; i++) {
      assertThat(buckets.takeOne("a")).isZero();
    }
    assertThat(buckets.takeOne("a")).isEqualTo(SECOND / 10);
    assertThat(buckets.takeOne("a")).as("a refusal takes nothing").isEqualTo(SECOND / 10);
  }

  @Test
  void emptyBucket_fillsAtTheRate() {
    buckets.take("a", 10);

    now += SECOND / 5;

    assertThat(buckets.takeOne("a")).isZero();
    assertThat(buckets.takeOne("a")).isZero();
    assertThat(buckets.takeOne("a")).isPositive();
  }

  @Test
  void bucketLeftAlone_holdsNoMoreThanASecond() {
    buckets.take("a", 10);

    now += 100 * SECOND;

    assertThat(buckets.take("a", 10)).isZero();
    assertThat(buckets.takeOne("a")).isEqualTo(SECOND / 10);
  }

  @Test
  void debt_isPaidFirst() {
    assertThat(buckets.take("a", 40)).isEqualTo(3 * SECOND);
    assertThat(buckets.take("a", 10)).as("queued behind it").isEqualTo(4 * SECOND);

    now += SECOND;

    assertThat(buckets.debt("a")).isEqualTo(3 * SECOND);
    assertThat(buckets.takeOne("a")).isEqualTo(3 * SECOND + SECOND / 10);
  }

  @Test
  void bucketOfAnother_isFull() {
    buckets.take("a", 1000);

    assertThat(buckets.debt("b")).isZero();
    assertThat(buckets.takeOne("b")).isZero();
  }

  @Test
  void fullBuckets_areForgotten() {
    for (int i = 0; i < 10 * TokenBuckets.LOOKED_THROUGH; i++) {
      buckets.takeOne("key " + i);
      now += SECOND / 100;
    }
    assertThat(buckets.size()).isBetween(10, TokenBuckets.LOOKED_THROUGH + 1);
  }
}
