package dev.sluice.agent.store;

import static dev.sluice.agent.store.QuotaFixture.BUCKET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.agent.store.engine.bucket.BucketRecord;
import dev.sluice.agent.store.engine.bucket.BucketSettings;
import dev.sluice.agent.store.engine.bucket.KeptUsage;
import dev.sluice.agent.store.engine.bucket.Usage;
import dev.sluice.agent.store.engine.upload.PartRecord;
import dev.sluice.agent.store.request.BucketUsage;
import dev.sluice.agent.store.request.Finish;
import dev.sluice.agent.store.request.PartRequest;
import dev.sluice.agent.store.request.ReadRequest;
import dev.sluice.agent.store.request.UploadRef;
import dev.sluice.common.model.CallContext;
import dev.sluice.common.model.Caller;
import dev.sluice.common.model.ObjectKey;
import dev.sluice.common.model.Principal;
import dev.sluice.common.model.ReadConditions;
import dev.sluice.common.model.Selection;
import dev.sluice.common.model.StorageException;
import dev.sluice.common.model.Tag;
import dev.sluice.common.model.TagSet;
import dev.sluice.v1.FailureReason;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Usage over restarts, failures and changes from outside. */
class QuotasTest {
  private static final Duration DAY = Duration.ofDays(1);

  private final QuotaFixture fixture = new QuotaFixture();

  private KeptUsage kept() {
    return Objects.requireNonNull(
        Objects.requireNonNull(fixture.memory.bucket(BUCKET)).usage(), "nothing is kept");
  }

  private void countFirst() {
    fixture.limit(10_000);
    fixture.work();
    assertThat(fixture.usage().exact()).isTrue();
  }

  private void read(String key) {
    fixture
        .store
        .getObject(
            QuotaFixture.CALL,
            new ReadRequest(BUCKET, new ObjectKey(key), ReadConditions.NONE, Selection.ALL))
        .close();
  }

  @Test
  void newQuota_isCountedInTheBackground() {
    fixture.put("a", 1);
    fixture.put("b", 20);
    fixture.put("c", 300);
    fixture.limit(10_000);
    assertThat(fixture.usage())
        .returns(Usage.NONE, BucketUsage::used)
        .returns(false, BucketUsage::exact);

    assertThat(fixture.store.quotas().work()).as("the discovery of buckets").isTrue();
    assertThat(fixture.store.quotas().work()).as("a first page").isTrue();
    assertThat(fixture.usage())
        .returns(new Usage(2, 21, 0), BucketUsage::used)
        .returns(true, BucketUsage::counting)
        .returns(2L, BucketUsage::counted)
        .returns(false, BucketUsage::exact);
    fixture.work();

    assertThat(fixture.usage())
        .returns(new Usage(3, 321, 0), BucketUsage::used)
        .returns(false, BucketUsage::counting)
        .returns(true, BucketUsage::exact);
    assertThat(kept()).returns(new Usage(3, 321, 0), KeptUsage::usage);
  }

  @Test
  void whatACountHasFound_alreadyCounts() {
    fixture.put("a", 9000);
    fixture.put("b", 500);
    fixture.put("c", 1);
    fixture.limit(10_000);
    fixture.store.quotas().work();
    fixture.store.quotas().work();

    assertThatThrownBy(() -> fixture.put("d", 501))
        .isInstanceOfSatisfying(
            StorageException.class,
            failure -> assertThat(failure.reason()).isEqualTo(FailureReason.QUOTA_EXCEEDED));
  }

  @Test
  void cleanEnd_keepsTheUsageExactly() {
    countFirst();
    fixture.put("a", 100);
    fixture.store.close();
    assertThat(kept()).isEqualTo(new KeptUsage(new Usage(1, 100, 0), true, kept().counted()));

    fixture.open(2);
    fixture.work();

    assertThat(fixture.calls.subList(fixture.calls.lastIndexOf("close"), fixture.calls.size()))
        .doesNotContain("list", "keepUsage");
    assertThat(fixture.usage())
        .returns(new Usage(1, 100, 0), BucketUsage::used)
        .returns(true, BucketUsage::exact);
  }

  @Test
  void firstChange_isNotedBeforeItIsMade() {
    countFirst();
    fixture.store.close();
    fixture.open(2);
    fixture.calls.clear();

    fixture.put("a", 100);
    fixture.put("b", 100);

    assertThat(fixture.calls).containsOnlyOnce("keepUsage").contains("publish");
    assertThat(fixture.calls.indexOf("keepUsage")).isLessThan(fixture.calls.indexOf("publish"));
    assertThat(kept().settled()).isFalse();
  }

  @Test
  void afterAKill_countBeginsFromTheLastKnownNumber() {
    countFirst();
    fixture.put("a", 100);
    fixture.pass(Duration.ofMinutes(1));
    fixture.work();
    fixture.put("b", 20);

    fixture.open(2);

    assertThat(fixture.usage())
        .returns(new Usage(1, 100, 0), BucketUsage::used)
        .returns(false, BucketUsage::exact);
    fixture.work();
    assertThat(fixture.usage())
        .returns(new Usage(2, 120, 0), BucketUsage::used)
        .returns(true, BucketUsage::exact);
  }

  @Test
  void changeWithAnUnknownOutcome_isCountedAgain() {
    countFirst();
    fixture.put("a", 100);
    fail("publish");

    assertThatThrownBy(() -> fixture.put("a", 70)).isInstanceOf(StorageException.class);
    assertThatThrownBy(() -> fixture.put("b", 30)).isInstanceOf(StorageException.class);

    fixture.after(ignored -> {});
    assertThat(fixture.usage())
        .as("what is there at most")
        .returns(new Usage(2, 130, 0), BucketUsage::used)
        .returns(false, BucketUsage::exact);
    fixture.pass(Duration.ofMinutes(1));
    fixture.work();
    assertThat(fixture.usage())
        .returns(new Usage(2, 100, 0), BucketUsage::used)
        .returns(true, BucketUsage::exact);
  }

  @Test
  void changeThatFailedBeforeItWasMade_leavesTheUsageExact() {
    countFirst();
    fail("seal");

    assertThatThrownBy(() -> fixture.put("a", 70)).isInstanceOf(StorageException.class);

    assertThat(fixture.usage())
        .returns(Usage.NONE, BucketUsage::used)
        .returns(true, BucketUsage::exact);
  }

  /** A count finds a file from outside, and its result cannot be kept. */
  private void countInVain() {
    countFirst();
    fixture.put("a", 100);
    fixture.store.close();
    fixture.open(2);
    fixture.memory.outside().write(BUCKET, new ObjectKey("b"), new byte[50]);
    fixture.pass(DAY);
    fixture.before(QuotasTest::failToKeep);
    fixture.work();
  }

  /** The record said that no change is missing, and has to say so no longer before there is one. */
  @Test
  void countThatCouldNotBeKept_isNotedBeforeTheNextChange() {
    countInVain();
    assertThat(fixture.usage().used()).isEqualTo(new Usage(2, 150, 0));
    assertThat(kept().settled()).isTrue();

    fixture.before(ignored -> {});
    fixture.put("c", 7);

    assertThat(kept()).isEqualTo(new KeptUsage(new Usage(2, 150, 0), false, kept().counted()));
  }

  @Test
  void countThatCouldNotBeKept_isKeptAtTheEnd() {
    countInVain();

    fixture.before(ignored -> {});
    fixture.store.close();

    assertThat(kept()).isEqualTo(new KeptUsage(new Usage(2, 150, 0), true, kept().counted()));
  }

  private static void failToKeep(String method) {
    if (method.equals("keepUsage")) {
      throw new StorageException(FailureReason.STORAGE_FULL, "no space");
    }
  }

  /** The first change of a start is noted, which is when the other one comes between. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void partOfAnUploadThatEndsMeanwhile_isNotCounted(boolean completed) {
    countFirst();
    UploadRef upload = fixture.begin("a");
    fixture.part(upload, 1, 10);
    fixture.store.close();
    fixture.open(2);
    AtomicBoolean ended = new AtomicBoolean();
    fixture.after(
        method -> {
          if (method.equals("keepUsage") && ended.compareAndSet(false, true)) {
            if (completed) {
              fixture.complete(upload);
            } else {
              fixture.store.abortUpload(QuotaFixture.CALL, upload);
            }
          }
        });

    assertThatThrownBy(() -> fixture.part(upload, 1, 15))
        .isInstanceOfSatisfying(
            StorageException.class,
            failure -> assertThat(failure.reason()).isEqualTo(FailureReason.UPLOAD_NOT_FOUND));

    assertThat(ended).isTrue();
    assertThat(fixture.usage())
        .returns(fixture.truth(), BucketUsage::used)
        .returns(true, BucketUsage::exact);
  }

  @Test
  void partThatComesToAnEndedUpload_isNotCounted() {
    countFirst();
    UploadRef upload = fixture.begin("a");
    fixture.part(upload, 1, 10);
    BodyWriter<PartRecord> late =
        fixture.store.uploadPart(QuotaFixture.CALL, new PartRequest(upload, 1, 15, null));
    late.write(ByteBuffer.allocate(15));
    fixture.complete(upload);

    try (late) {
      assertThatThrownBy(() -> late.commit(new Finish(15, null, null, null)))
          .isInstanceOf(StorageException.class);
    }

    assertThat(fixture.usage())
        .returns(new Usage(1, 10, 0), BucketUsage::used)
        .returns(true, BucketUsage::exact);
  }

  /** A method of the engine does its work, and fails. */
  private void fail(String failing) {
    fixture.after(
        method -> {
          if (method.equals(failing)) {
            throw new StorageException(FailureReason.STORAGE_FAULT, "a disk fell out");
          }
        });
  }

  @Test
  void fileFromOutside_isCountedOnceItIsMet() {
    countFirst();
    fixture.pass(Duration.ofMinutes(2));
    fixture.memory.outside().write(BUCKET, new ObjectKey("a"), new byte[50]);
    fixture.work();
    assertThat(fixture.usage().used()).isEqualTo(Usage.NONE);

    fixture.pass(Duration.ofSeconds(1));
    read("a");
    fixture.work();

    assertThat(fixture.usage().used()).isEqualTo(new Usage(1, 50, 0));
    fixture.calls.clear();
    read("a");
    fixture.pass(DAY.minusMinutes(1));
    fixture.work();
    assertThat(fixture.calls).as("it is counted now").doesNotContain("list");
  }

  @Test
  void changesFromOutside_makeNoCountFollowAnother() {
    countFirst();
    fixture.memory.outside().write(BUCKET, new ObjectKey("a"), new byte[50]);
    read("a");

    fixture.work();
    assertThat(fixture.usage().used()).as("while it rests").isEqualTo(Usage.NONE);
    fixture.pass(Duration.ofMinutes(1));
    fixture.work();

    assertThat(fixture.usage().used()).isEqualTo(new Usage(1, 50, 0));
  }

  @Test
  void whatOthersRemoved_isNoticedWithinADay() {
    countFirst();
    fixture.put("a", 100);
    fixture.memory.outside().remove(BUCKET, new ObjectKey("a"));
    fixture.pass(DAY);

    fixture.work();

    assertThat(fixture.usage().used()).isEqualTo(Usage.NONE);
  }

  @Test
  void bucketWithoutQuota_costsTheEngineNothing() {
    fixture.put("first", 1);
    fixture.calls.clear();

    fixture.put("a", 1);
    fixture.delete("a");

    fixture.calls.removeIf("knownBucket"::equals); // the decision's, which reads nothing
    assertThat(fixture.calls)
        .containsExactly(
            "requireWritable", "stage", "seal", "publish", "requireWritable", "delete");
  }

  @Test
  void quota_isSetByTheOperatorAlone() {
    fixture.limit(100);
    BucketRecord before = Objects.requireNonNull(fixture.memory.bucket(BUCKET));
    Caller root =
        new Caller(Caller.Kind.ROOT, new Principal("id", "name"), "", "", false, List.of());
    CallContext context = new CallContext(root, "request", null);
    BucketSettings tagged = before.settings().withTags(new TagSet(List.of(new Tag("team", "red"))));

    assertThatThrownBy(
            () ->
                fixture.store.replaceSettings(
                    context, BUCKET, tagged.withQuota(null), before.generation()))
        .isInstanceOfSatisfying(
            StorageException.class,
            failure -> assertThat(failure.reason()).isEqualTo(FailureReason.ACCESS_DENIED));
    assertThat(fixture.memory.bucket(BUCKET)).isEqualTo(before);
    assertThat(
            fixture.store.replaceSettings(context, BUCKET, tagged, before.generation()).settings())
        .isEqualTo(tagged);
  }
}
