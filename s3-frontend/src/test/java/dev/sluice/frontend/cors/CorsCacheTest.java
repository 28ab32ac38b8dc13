package dev.sluice.frontend.cors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.CorsRule;
import dev.sluice.common.model.StorageException;
import dev.sluice.testing.Await;
import dev.sluice.v1.FailureReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** The limits and the lifetime are Sluice's own. */
class CorsCacheTest {
  private static final BucketName PHOTOS = new BucketName("photos");
  private static final CorsRules ONE = rules("https://one.example");
  private static final CorsRules OTHER = rules("https://other.example");

  private final AtomicLong now = new AtomicLong();
  private final List<BucketName> asked = new CopyOnWriteArrayList<>();
  private final Map<BucketName, CorsRules> stored = new ConcurrentHashMap<>(Map.of(PHOTOS, ONE));
  private final CorsCache cache = new CorsCache(this::read, now::get);

  private static CorsRules rules(String origin) {
    return new CorsRules(
        List.of(new CorsRule("", List.of(origin), List.of("GET"), List.of(), List.of(), null)));
  }

  private CorsRules read(BucketName bucket) {
    asked.add(bucket);
    return stored.getOrDefault(bucket, CorsRules.NONE);
  }

  @Test
  void rules_areAskedForOnceASecond() {
    assertThat(cache.of(PHOTOS)).isEqualTo(ONE);
    stored.put(PHOTOS, OTHER);
    now.set(CorsCache.LIFETIME.toNanos() - 1);
    assertThat(cache.of(PHOTOS)).isEqualTo(ONE);
    assertThat(asked).hasSize(1);

    now.set(CorsCache.LIFETIME.toNanos());
    assertThat(cache.of(PHOTOS)).isEqualTo(OTHER);
    assertThat(asked).hasSize(2);
  }

  @Test
  void bucketWithoutRules_isAskedForOnceASecondToo() {
    BucketName none = new BucketName("no-rules");

    assertThat(cache.of(none)).isEqualTo(CorsRules.NONE);
    assertThat(cache.of(none)).isEqualTo(CorsRules.NONE);
    assertThat(asked).containsExactly(none);
  }

  @Test
  void forgottenBucket_isAskedForAgain() {
    cache.of(PHOTOS);
    stored.put(PHOTOS, OTHER);
    cache.forget(PHOTOS);

    assertThat(cache.of(PHOTOS)).isEqualTo(OTHER);
  }

  @Test
  void failure_isNotKept() {
    List<RuntimeException> failures =
        new ArrayList<>(List.of(new StorageException(FailureReason.UNAVAILABLE, "away")));
    CorsCache failing =
        new CorsCache(
            bucket -> {
              if (!failures.isEmpty()) {
                throw failures.removeFirst();
              }
              return ONE;
            },
            now::get);

    assertThatThrownBy(() -> failing.of(PHOTOS)).isInstanceOf(StorageException.class);
    assertThat(failing.of(PHOTOS)).isEqualTo(ONE);
  }

  @Test
  void requestsAtOnce_askOnce() throws Exception {
    CountDownLatch answer = new CountDownLatch(1);
    CorsCache slow =
        new CorsCache(
            bucket -> {
              asked.add(bucket);
              try {
                answer.await();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
              return ONE;
            },
            now::get);
    try (ExecutorService requests = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<CorsRules> first = requests.submit(() -> slow.of(PHOTOS));
      Await.until("the rules are asked for", () -> !asked.isEmpty());
      List<Future<CorsRules>> others = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        others.add(requests.submit(() -> slow.of(PHOTOS)));
      }
      answer.countDown();
      assertThat(first.get()).isEqualTo(ONE);
      for (Future<CorsRules> other : others) {
        assertThat(other.get()).isEqualTo(ONE);
      }
    }
    assertThat(asked).hasSize(1);
  }

  /** A change that was made while the rules were being read is seen by the request after it. */
  @Test
  void rulesReadBeforeAChange_areNotKeptAfterIt() {
    CorsCache[] changing = new CorsCache[1];
    changing[0] =
        new CorsCache(
            bucket -> {
              CorsRules before = read(bucket);
              if (asked.size() == 1) {
                stored.put(PHOTOS, OTHER);
                changing[0].forget(PHOTOS);
              }
              return before;
            },
            now::get);

    assertThat(changing[0].of(PHOTOS)).isEqualTo(ONE);
    assertThat(changing[0].of(PHOTOS)).isEqualTo(OTHER);
  }

  @Test
  void bucketsBeyondTheLimit_areForgottenEldestFirst() {
    for (int i = 0; i <= CorsCache.MOST_BUCKETS; i++) {
      cache.of(new BucketName("bucket-" + i));
    }
    asked.clear();
    cache.of(new BucketName("bucket-1"));
    assertThat(asked).isEmpty();
    cache.of(new BucketName("bucket-0"));
    assertThat(asked).hasSize(1);
  }

  @Test
  void rulesBeyondTheLimit_areForgottenEldestFirst() {
    CorsRules large = rules("a".repeat(CorsCache.MOST_CHARACTERS / 2));
    for (String name : List.of("first", "second", "third")) {
      stored.put(new BucketName(name), large);
      cache.of(new BucketName(name));
    }
    asked.clear();
    cache.of(new BucketName("third"));
    assertThat(asked).isEmpty();
    cache.of(new BucketName("first"));
    assertThat(asked).hasSize(1);
  }
}
