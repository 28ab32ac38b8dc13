package dev.sluice.agent.store.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.agent.store.engine.EngineFeature;
import dev.sluice.agent.store.engine.bucket.BucketRecord;
import dev.sluice.agent.store.engine.bucket.BucketSettings;
import dev.sluice.agent.store.engine.bucket.KeptUsage;
import dev.sluice.agent.store.engine.bucket.Quota;
import dev.sluice.agent.store.engine.bucket.Usage;
import dev.sluice.agent.store.engine.object.Expectation;
import dev.sluice.agent.store.engine.object.ExpectationNotMet;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.Tag;
import dev.sluice.common.model.TagSet;
import dev.sluice.v1.FailureReason;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** Settings of buckets. */
abstract class EngineSettingsContract extends EngineContract {
  private static final BucketName OTHER = new BucketName("another-bucket");
  private static final int RACERS = 16;

  EngineSettingsContract(Callable<EngineUnderTest> opener) {
    super(opener);
  }

  static BucketSettings tagged(String key, String value) {
    return BucketSettings.NONE.withTags(new TagSet(List.of(new Tag(key, value))));
  }

  private BucketRecord bucket() {
    return Objects.requireNonNull(engine.bucket(BUCKET));
  }

  private BucketRecord replace(BucketSettings settings, BucketRecord before) {
    return engine.replaceSettings(BUCKET, settings, new Expectation.Exactly(before.state()));
  }

  @Test
  void newBucket_hasNoSettings() {
    assertThat(bucket().settings()).isEqualTo(BucketSettings.NONE);
    assertThat(bucket().generation()).isZero();
  }

  @Test
  void settings_areReplacedAsAWholeAndNothingElse() {
    BucketRecord before = bucket();
    BucketRecord first = replace(tagged("team", "red"), before);
    BucketRecord second = replace(tagged("cost centre", "17"), first);

    assertThat(first.settings()).isEqualTo(tagged("team", "red"));
    assertThat(first.generation()).isPositive();
    assertThat(second.generation()).isGreaterThan(first.generation());
    assertThat(bucket()).isEqualTo(second);
    assertThat(second)
        .isEqualTo(
            new BucketRecord(
                before.created(),
                before.owner(),
                before.region(),
                tagged("cost centre", "17"),
                second.generation()));
    assertThat(replace(BucketSettings.NONE, second).settings()).isEqualTo(BucketSettings.NONE);
  }

  @Test
  void settingsThatWereReplacedMeanwhile_stay() {
    BucketRecord before = bucket();
    BucketRecord first = replace(tagged("team", "red"), before);

    assertThatThrownBy(() -> replace(tagged("team", "blue"), before))
        .isInstanceOf(ExpectationNotMet.class);
    assertThat(bucket()).isEqualTo(first);
  }

  @RepeatedTest(3)
  void ofRacers_oneReplaces() throws InterruptedException {
    BucketRecord before = bucket();

    List<Boolean> replaced =
        Racers.race(
            RACERS,
            i -> {
              try {
                replace(tagged("racer", "" + i), before);
                return true;
              } catch (ExpectationNotMet e) {
                return false;
              }
            });

    assertThat(replaced).containsOnlyOnce(true);
    assertThat(bucket().settings()).isEqualTo(tagged("racer", "" + replaced.indexOf(true)));
  }

  private boolean isLimiting() {
    return engine.info().features().contains(EngineFeature.QUOTAS);
  }

  private void assertQuotaIsRefused() {
    BucketRecord before = bucket();
    BucketSettings limited = BucketSettings.NONE.withQuota(new Quota(10L, null));

    assertThat(StoreContract.failureOf(() -> replace(limited, before)).reason())
        .isEqualTo(FailureReason.NOT_IMPLEMENTED);
    assertThat(bucket()).isEqualTo(before);
  }

  @Test
  void usage_isKeptBesideTheSettings() {
    if (!isLimiting()) {
      assertQuotaIsRefused();
      return;
    }
    KeptUsage usage = new KeptUsage(new Usage(3, 1L << 40, 7), true, TIME);
    BucketSettings limited = BucketSettings.NONE.withQuota(new Quota(10L, null));
    BucketRecord before = replace(limited, bucket());
    assertThat(before.usage()).isNull();

    engine.keepUsage(BUCKET, usage);

    assertThat(bucket()).isEqualTo(before.withUsage(usage));
    BucketRecord after = replace(limited.withQuota(new Quota(null, 5L)), before);
    assertThat(after.usage()).isEqualTo(usage);
    assertThat(bucket()).isEqualTo(after);
    engine.keepUsage(BUCKET, new KeptUsage(Usage.NONE, false, null));
    assertThat(bucket().usage()).isEqualTo(new KeptUsage(Usage.NONE, false, null));
  }

  @Test
  void usageFromBeforeAQuota_isNotSettled() {
    if (!isLimiting()) {
      assertQuotaIsRefused();
      return;
    }
    KeptUsage usage = new KeptUsage(new Usage(3, 20, 7), true, TIME);
    BucketSettings limited = BucketSettings.NONE.withQuota(new Quota(10L, null));
    BucketRecord first = replace(limited, bucket());
    engine.keepUsage(BUCKET, usage);
    BucketRecord without = replace(BucketSettings.NONE, first);

    BucketRecord again = replace(limited, without);

    assertThat(again.usage()).isEqualTo(usage.unsettled());
    assertThat(bucket()).isEqualTo(again);
  }

  @Test
  void usageOfMissingBucket_isNotKept() {
    KeptUsage usage = new KeptUsage(Usage.NONE, true, null);

    assertThat(StoreContract.failureOf(() -> engine.keepUsage(OTHER, usage)).reason())
        .isEqualTo(FailureReason.BUCKET_NOT_FOUND);
    assertThat(engine.bucket(OTHER)).isNull();
  }

  @Test
  void settings_goWithTheirBucket() {
    BucketRecord first = replace(tagged("team", "red"), bucket());
    engine.deleteBucket(BUCKET);

    assertThat(StoreContract.failureOf(() -> replace(tagged("team", "blue"), first)).reason())
        .isEqualTo(FailureReason.BUCKET_NOT_FOUND);
    engine.createBucket(BUCKET, new BucketRecord(TIME.plusSeconds(1), OWNER));
    assertThat(bucket().settings()).isEqualTo(BucketSettings.NONE);
    assertThatThrownBy(() -> replace(tagged("team", "blue"), first))
        .isInstanceOf(ExpectationNotMet.class);
    assertThat(replace(tagged("team", "green"), bucket()).generation())
        .isGreaterThan(first.generation());
  }

  @Test
  void settingsOfMissingBucket_areRefused() {
    Expectation.Exactly unset = new Expectation.Exactly(BucketRecord.state(0));

    assertThat(
            StoreContract.failureOf(
                    () -> engine.replaceSettings(OTHER, tagged("team", "red"), unset))
                .reason())
        .isEqualTo(FailureReason.BUCKET_NOT_FOUND);
    assertThat(engine.bucket(OTHER)).isNull();
  }
}
