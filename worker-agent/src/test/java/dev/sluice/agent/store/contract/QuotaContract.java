package dev.sluice.agent.store.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.agent.store.BodyWriter;
import dev.sluice.agent.store.engine.bucket.BucketRecord;
import dev.sluice.agent.store.engine.bucket.Quota;
import dev.sluice.agent.store.engine.bucket.Usage;
import dev.sluice.agent.store.engine.upload.PartRecord;
import dev.sluice.agent.store.engine.upload.UploadRecord;
import dev.sluice.agent.store.request.BucketUsage;
import dev.sluice.agent.store.request.CopyRequest;
import dev.sluice.agent.store.request.CopySource;
import dev.sluice.agent.store.request.Finish;
import dev.sluice.agent.store.request.ListQuery;
import dev.sluice.agent.store.request.ObjectInfo;
import dev.sluice.agent.store.request.ObjectPage;
import dev.sluice.agent.store.request.PartCopyRequest;
import dev.sluice.agent.store.request.UploadQuery;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.EtagCondition;
import dev.sluice.common.model.FailureDetail;
import dev.sluice.common.model.ReadConditions;
import dev.sluice.common.model.StorageException;
import dev.sluice.common.model.WriteConditions;
import dev.sluice.v1.FailureReason;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** Quotas of buckets, and the usage that counts towards them. */
abstract class QuotaContract extends StoreContract {
  private static final BucketName OTHER = new BucketName("bucket-two");
  private static final int WRITERS = 6;
  private static final int CHANGES = 40;

  QuotaContract(Opener opener) {
    super(opener);
  }

  private void limit(@Nullable Long bytes, @Nullable Long objects) {
    limit(new Quota(bytes, objects));
  }

  private void limit(@Nullable Quota quota) {
    BucketRecord before = store.getBucket(ALICE, BUCKET);
    store.replaceSettings(ALICE, BUCKET, before.settings().withQuota(quota), before.generation());
  }

  private BucketUsage usage() {
    return store.bucketUsage(ALICE, BUCKET).orElseThrow();
  }

  private BucketUsage counted() {
    return store.countBucket(ALICE, BUCKET).orElseThrow();
  }

  private static void assertExceeded(ThrowingCallable call) {
    assertThat(failureOf(call).reason()).isEqualTo(FailureReason.QUOTA_EXCEEDED);
  }

  @Test
  void bucketWithoutQuota_isNotCounted() {
    put("key", "text");

    assertThat(store.bucketUsage(ALICE, BUCKET)).isEmpty();
    assertThat(store.countBucket(ALICE, BUCKET)).isEmpty();
    assertThat(failureOf(() -> store.bucketUsage(ALICE, OTHER)).reason())
        .isEqualTo(FailureReason.BUCKET_NOT_FOUND);
  }

  @Test
  void newQuota_countsWhatIsThere() {
    put("a", "12345");
    put("dir/b", "123");
    Uploading.begin(store, "c").part(1, bytes(1000, 1));

    limit(10_000L, 10L);

    assertThat(usage().exact()).isFalse();
    BucketUsage counted = counted();
    assertThat(counted.used()).isEqualTo(new Usage(2, 8, 1000));
    assertThat(counted.exact()).isTrue();
    assertThat(counted.counting()).isFalse();
    assertThat(counted.lastCounted()).isNotNull();
    assertThat(counted.quota()).isEqualTo(new Quota(10_000L, 10L));
  }

  @Test
  void quotaWithoutLimits_onlyCounts() {
    limit(null, null);
    counted();

    put("key", bytes(5000, 1));

    assertThat(usage().used()).isEqualTo(new Usage(1, 5000, 0));
  }

  @Test
  void moreBytes_areRefusedAndStoreNothing() {
    limit(10L, null);
    counted();
    put("a", "12345678");

    StorageException declared =
        failureOf(() -> store.putObject(ALICE, putRequest("b", 3, WriteConditions.NONE)));
    assertThat(declared.reason()).isEqualTo(FailureReason.QUOTA_EXCEEDED);
    assertThat(declared.detail()).isEqualTo(new FailureDetail.Size(11, 10));
    assertExceeded(() -> put(putRequest("b", -1, WriteConditions.NONE), new byte[3]));

    assertThat(usage().used()).isEqualTo(new Usage(1, 8, 0));
    assertThat(list("", "").objects()).hasSize(1);
    put("b", "12");
    assertThat(usage().used()).isEqualTo(new Usage(2, 10, 0));
  }

  @Test
  void moreObjects_areRefused() {
    limit(null, 2L);
    counted();
    put("a", "1");
    put("b", "1");

    assertExceeded(() -> put("c", ""));
    assertExceeded(() -> put(putRequest("c", -1, WriteConditions.NONE), new byte[0]));
    put("b", "any size");
    assertThat(delete("a")).isTrue();
    assertThat(delete("a")).isFalse();
    put("c", "");
    assertThat(usage().used()).isEqualTo(new Usage(2, 8, 0));
  }

  @Test
  void exceededQuota_refusesGrowthOnly() {
    put("a", bytes(100, 1));
    put("b", bytes(100, 2));
    limit(50L, 1L);
    counted();

    assertExceeded(() -> put("a", bytes(101, 3)));
    assertExceeded(() -> put("c", new byte[0]));
    put("a", bytes(100, 3));
    put("a", bytes(99, 3));
    delete("b");
    assertThat(usage().used()).isEqualTo(new Usage(1, 99, 0));
  }

  @Test
  void changesThatFail_doNotCount() {
    limit(1000L, null);
    counted();
    put("a", "12345");
    EtagCondition other = new EtagCondition(false, List.of(md5Tag(new byte[1])));
    WriteConditions condition = new WriteConditions(other, null, null, null);
    byte[] wrong = md5(new byte[1]);

    failureOf(() -> put(putRequest("a", 9, condition), new byte[9]));
    failureOf(() -> put(putRequest("b", 9, WriteConditions.NONE), new byte[8]));
    failureOf(
        () ->
            put(
                putRequest("b", 8, WriteConditions.NONE),
                new byte[8],
                new Finish(8, null, wrong, null)));
    failureOf(() -> store.deleteObject(ALICE, BUCKET, key("a"), condition));

    assertThat(usage()).returns(new Usage(1, 5, 0), BucketUsage::used);
    put("b", bytes(995, 1));
  }

  @Test
  void copies_countLikePuts() {
    put("a", bytes(100, 1));
    limit(250L, null);
    counted();

    copy("a", "b");
    copy("a", "b");
    assertExceeded(() -> copy("a", "c"));

    assertThat(usage().used()).isEqualTo(new Usage(2, 200, 0));
  }

  private ObjectInfo copy(String from, String to) {
    CopySource source = new CopySource(BUCKET, key(from), ReadConditions.NONE);
    return store.copyObject(
        ALICE, new CopyRequest(source, BUCKET, key(to), null, null, null, WriteConditions.NONE));
  }

  @Test
  void parts_countUntilTheyAreTheObject() {
    limit(100_000L, 1L);
    counted();
    Uploading upload = Uploading.begin(store, "key");
    PartRecord first = upload.part(1, bytes(40_000, 1));
    upload.part(2, bytes(30_000, 2));
    assertThat(usage().used()).isEqualTo(new Usage(0, 0, 70_000));

    assertExceeded(() -> upload.open(3, 30_001));
    assertExceeded(() -> upload.part(3, bytes(30_001, 3), -1));
    upload.part(2, bytes(60_000, 3));
    upload.part(2, bytes(20_000, 4));
    assertThat(usage().used()).isEqualTo(new Usage(0, 0, 60_000));

    upload.complete(first);
    assertThat(usage().used()).isEqualTo(new Usage(1, 40_000, 0));
    upload.complete(first);
    upload.abort();
    assertThat(usage().used()).isEqualTo(new Usage(1, 40_000, 0));
  }

  @Test
  void completion_countsTheObject() {
    limit(100_000L, 1L);
    counted();
    put("there", "text");
    Uploading upload = Uploading.begin(store, "key");
    PartRecord part = upload.part(1, bytes(99_000, 1));

    assertExceeded(() -> upload.complete(part));
    delete("there");
    upload.complete(part);

    assertThat(usage().used()).isEqualTo(new Usage(1, 99_000, 0));
    assertThat(counted().used()).isEqualTo(new Usage(1, 99_000, 0));
  }

  @Test
  void completionInPlaceOfAnObject_fitsAlsoWhereNothingElseDoes() {
    put("key", bytes(50_000, 1));
    limit(100_000L, 1L);
    counted();
    Uploading upload = Uploading.begin(store, "key");
    PartRecord part = upload.part(1, bytes(50_000, 2));

    upload.complete(part);

    assertThat(usage().used()).isEqualTo(new Usage(1, 50_000, 0));
  }

  @Test
  void copiedPart_countsLikeASentOne() {
    put("source", bytes(600, 1));
    limit(1000L, null);
    counted();
    Uploading upload = Uploading.begin(store, "key");

    assertExceeded(() -> copyPart(upload, 1));
    limit(1200L, null);
    copyPart(upload, 1);

    assertThat(usage().used()).isEqualTo(new Usage(1, 600, 600));
  }

  private PartRecord copyPart(Uploading upload, int number) {
    CopySource source = new CopySource(BUCKET, key("source"), ReadConditions.NONE);
    return store.copyPart(ALICE, new PartCopyRequest(upload.ref(), number, source, null));
  }

  @Test
  void discardedUploads_countNoMore() {
    limit(null, null);
    Uploading aborted = Uploading.begin(store, "a");
    aborted.part(1, bytes(100, 1));
    Uploading expired = Uploading.begin(store, "b");
    expired.part(1, bytes(200, 2));
    assertThat(counted().used().partBytes()).isEqualTo(300);

    aborted.abort();
    assertThat(usage().used().partBytes()).isEqualTo(200);
    store.sweep(Duration.ZERO);

    assertThat(usage().used()).isEqualTo(Usage.NONE);
    assertThat(failureOf(() -> expired.part(2, new byte[1])).reason())
        .isEqualTo(FailureReason.UPLOAD_NOT_FOUND);
    assertThat(usage().used()).isEqualTo(Usage.NONE);
  }

  @Test
  void partOfAnUploadThatWasAbortedMeanwhile_doesNotCount() {
    limit(null, null);
    counted();
    Uploading upload = Uploading.begin(store, "key");
    upload.part(1, bytes(100, 1));
    try (BodyWriter<PartRecord> late = upload.open(2, 50)) {
      upload.abort();

      failureOf(
          () -> {
            late.write(ByteBuffer.wrap(bytes(50, 2)));
            late.commit(finish(new byte[50]));
          });
    }

    assertThat(usage().used()).isEqualTo(Usage.NONE);
  }

  @Test
  void filesFromOutside_countFromTheNextCountOn() {
    limit(null, null);
    put("a", "12345");
    counted();

    tested.writeFromOutside(BUCKET, key("b"), "123".getBytes(UTF_8));
    tested.writeFromOutside(BUCKET, key("a"), "1234567".getBytes(UTF_8));

    assertThat(counted().used()).isEqualTo(new Usage(2, 10, 0));
    delete("a");
    put("b", "1");
    assertThat(usage().used()).isEqualTo(new Usage(1, 1, 0));
  }

  @Test
  void quotaThatWasRemovedMeanwhile_isCountedAnew() {
    limit(null, null);
    counted();
    put("a", "1");
    limit(null);
    assertThat(store.bucketUsage(ALICE, BUCKET)).isEmpty();
    put("b", "12");

    limit(100L, null);

    assertThat(usage().exact()).isFalse();
    assertThat(counted().used()).isEqualTo(new Usage(2, 3, 0));
  }

  @Test
  void bucketThatIsMadeAgain_hasNoQuota() {
    limit(3L, null);
    counted();
    put("a", "1");
    delete("a");
    store.deleteBucket(ALICE, BUCKET);
    store.createBucket(ALICE, BUCKET);

    put("a", "12345");

    assertThat(store.bucketUsage(ALICE, BUCKET)).isEmpty();
  }

  @RepeatedTest(3)
  void writersBesideEachOther_neverExceedAndAreCountedOnce() throws Exception {
    long most = 60_000;
    long objects = 8;
    limit(most, objects);
    counted();
    AtomicInteger writing = new AtomicInteger(WRITERS);

    Racers.race(
        WRITERS + 2,
        racer -> {
          if (racer == 0) {
            while (writing.get() > 0) {
              counted();
            }
          } else if (racer == 1) {
            while (writing.get() > 0) {
              Usage used = usage().used();
              assertThat(used.bytes()).isBetween(0L, most);
              assertThat(used.objects()).isBetween(0L, objects);
            }
          } else {
            try {
              change(racer);
            } finally {
              writing.decrementAndGet();
            }
          }
          return racer;
        });

    assertThat(usage().exact()).isTrue();
    assertThat(usage().used()).isEqualTo(truth());
    assertThat(counted().used()).isEqualTo(truth());
  }

  /** Changes of few keys and uploads, most of which meet those of others. */
  private void change(int seed) {
    Random random = new Random(seed);
    for (int i = 0; i < CHANGES; i++) {
      String key = "dir-" + random.nextInt(3) + "/key-" + random.nextInt(4);
      try {
        switch (random.nextInt(6)) {
          case 0, 1 -> put(key, bytes(random.nextInt(12_000), i));
          case 2 -> delete(key);
          case 3 -> put(putRequest(key, 3, WriteConditions.ABSENT), new byte[3]);
          case 4 -> upload(key, random, i);
          default -> put(putRequest(key, -1, WriteConditions.NONE), bytes(9_000, i));
        }
      } catch (StorageException e) {
        assertThat(e.reason())
            .isIn(
                FailureReason.QUOTA_EXCEEDED,
                FailureReason.PRECONDITION_FAILED,
                FailureReason.CONDITIONAL_CONFLICT);
      }
    }
  }

  private void upload(String key, Random random, int seed) {
    Uploading upload = Uploading.begin(store, key);
    try {
      upload.part(1, bytes(random.nextInt(9_000), seed));
      PartRecord part = upload.part(1, bytes(random.nextInt(9_000), seed));
      if (random.nextBoolean()) {
        upload.complete(part);
        return;
      }
    } catch (StorageException e) {
      upload.abort();
      throw e;
    }
    if (random.nextBoolean()) {
      upload.abort();
    }
  }

  private Usage truth() {
    Usage usage = Usage.NONE;
    ObjectPage page = store.listObjects(ALICE, new ListQuery(BUCKET, "", "", "", true, 1000));
    for (ObjectInfo object : page.objects()) {
      usage = usage.plus(Usage.ofObject(object.size()));
    }
    UploadQuery all = new UploadQuery(BUCKET, "", "", "", "", 1000);
    for (UploadRecord upload : store.listUploads(ALICE, all).uploads()) {
      List<PartRecord> parts = new Uploading(store, upload).parts();
      usage = usage.plus(Usage.ofParts(parts.stream().mapToLong(PartRecord::size).sum()));
    }
    return usage;
  }

  @RepeatedTest(3)
  void quotaThatIsSetWhileWritersGoOn_countsThemOnce() throws Exception {
    CountDownLatch begun = new CountDownLatch(WRITERS);

    Racers.race(
        WRITERS + 1,
        racer -> {
          if (racer == 0) {
            await(begun);
            limit(null, null);
            counted();
          } else {
            begun.countDown();
            change(racer);
          }
          return racer;
        });

    assertThat(usage().used()).isEqualTo(truth());
    assertThat(usage().exact()).isTrue();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
