package dev.sluice.engine.hdfs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.agent.store.engine.bucket.BucketRecord;
import dev.sluice.agent.store.engine.bucket.BucketSettings;
import dev.sluice.agent.store.engine.object.Expectation;
import dev.sluice.agent.store.engine.object.ExpectationNotMet;
import dev.sluice.agent.store.engine.object.Replaced;
import dev.sluice.agent.store.engine.object.SealedStage;
import dev.sluice.agent.store.engine.object.Stage;
import dev.sluice.agent.store.engine.object.StateToken;
import dev.sluice.agent.store.engine.object.StoredObject;
import dev.sluice.agent.store.engine.upload.UploadArea;
import dev.sluice.agent.store.engine.upload.UploadRecord;
import dev.sluice.common.model.ObjectKey;
import dev.sluice.common.model.ObjectMetadata;
import dev.sluice.common.model.Placement;
import dev.sluice.common.model.Principal;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Settings of a bucket that one of two agents replaces while the other has let a change in by those
 * before: once that is answered, the change is decided anew, whatever either of them did meanwhile.
 */
final class HdfsSettingsTest {
  private final String root = HdfsCluster.shared().newRoot();
  private final HdfsHook hook = new HdfsHook();
  private final HdfsRoot first = hook.open(root, HdfsCluster.settings(Placement.SHARED, "first"));
  private final HdfsRoot second = HdfsRoot.of(HdfsCluster.shared().openShared(root, "second"));

  @AfterEach
  void close() {
    first.close();
    second.close();
  }

  private static StateToken settings(HdfsRoot of) {
    return Objects.requireNonNull(of.engine().bucket(HdfsRoot.BUCKET)).state();
  }

  private static void replaceSettings(HdfsRoot by) {
    BucketRecord before = Objects.requireNonNull(by.engine().bucket(HdfsRoot.BUCKET));
    BucketRecord _ =
        by.engine()
            .replaceSettings(
                HdfsRoot.BUCKET,
                BucketSettings.NONE.withPolicy("{\"generation\":" + before.generation() + "}"),
                new Expectation.Exactly(before.state()));
  }

  private static StoredObject put(HdfsRoot by, StateToken decided, String key, String text) {
    try (Stage stage = by.stage(text.getBytes(UTF_8));
        SealedStage sealed = by.engine().seal(HdfsRoot.name(key), stage, HdfsRoot.record("tag"))) {
      return by.engine().decidedBy(decided).publish(sealed, Expectation.ANYTHING, Replaced.DROPPED);
    }
  }

  private StateToken letInBeforeAChange() {
    StateToken decided = settings(first);
    replaceSettings(second);
    return decided;
  }

  @Test
  void putOfASlotThatTheAgentHasTakenAnew_isDecidedAnew() {
    first.put("key", "old");
    StateToken decided = letInBeforeAChange();
    first.put("key", "of a later request");

    assertThatThrownBy(() -> put(first, decided, "key", "late"))
        .isInstanceOf(ExpectationNotMet.class);

    assertThat(second.read("key")).isEqualTo("of a later request");
    put(first, settings(first), "key", "decided anew");
    assertThat(second.read("key")).isEqualTo("decided anew");
  }

  /** There was nothing to take over when the settings were replaced. */
  @Test
  void putOfASlotThatNobodyHad_isDecidedAnew() {
    StateToken decided = letInBeforeAChange();

    assertThatThrownBy(() -> put(first, decided, "key", "late"))
        .isInstanceOf(ExpectationNotMet.class);

    assertThat(second.engine().stat(HdfsRoot.name("key"))).isNull();
  }

  @Test
  void putThatIsPausedInTheMiddle_isDecidedAnew() {
    first.put("key", "old");
    StateToken decided = settings(first);
    hook.pauseBefore(
        "rename2",
        "staging",
        () -> {
          replaceSettings(second);
          first.put("key", "of a later request");
        });

    assertThatThrownBy(() -> put(first, decided, "key", "late"))
        .isInstanceOf(ExpectationNotMet.class);

    assertThat(hook.isWaiting()).isFalse();
    assertThat(second.read("key")).isEqualTo("of a later request");
  }

  /** The new settings are there, and the slot is not yet taken over. */
  @Test
  void putByNewSettings_inAnEpochOfThoseBefore_takesTheSlotAnew() {
    second.put("key", "old");
    hook.pauseBefore(
        "rename2",
        "slots/" + HdfsRoot.BUCKET,
        () -> put(second, settings(second), "key", "by the new ones"));

    replaceSettings(first);

    assertThat(hook.isWaiting()).isFalse();
    assertThat(first.read("key")).isEqualTo("by the new ones");
  }

  @Test
  void settingsThatTheAgentReplacedItself_areDecidedByLikewise() {
    StateToken decided = settings(first);
    first.put("key", "old");
    replaceSettings(first);

    assertThatThrownBy(() -> put(first, decided, "key", "late"))
        .isInstanceOf(ExpectationNotMet.class);
  }

  @Test
  void deletion_isDecidedAnew() {
    first.put("key", "old");
    StateToken decided = letInBeforeAChange();
    first.put("other", "of a later request");

    assertThatThrownBy(
            () ->
                first
                    .engine()
                    .decidedBy(decided)
                    .delete(HdfsRoot.name("key"), Expectation.ANYTHING))
        .isInstanceOf(ExpectationNotMet.class);

    assertThat(second.read("key")).isEqualTo("old");
  }

  @Test
  void replacementOfARecord_isDecidedAnew() {
    StoredObject old = first.put("key", "old");
    StateToken decided = letInBeforeAChange();

    assertThatThrownBy(
            () ->
                first
                    .engine()
                    .decidedBy(decided)
                    .replaceRecord(
                        HdfsRoot.name("key"),
                        HdfsRoot.record("late"),
                        new Expectation.Exactly(old.state())))
        .isInstanceOf(ExpectationNotMet.class);

    assertThat(Objects.requireNonNull(second.engine().stat(HdfsRoot.name("key"))).state())
        .isEqualTo(old.state());
  }

  @Test
  void beginningOfAnUpload_isDecidedAnew() {
    StateToken decided = letInBeforeAChange();
    UploadRecord upload =
        new UploadRecord(
            HdfsRoot.BUCKET,
            new ObjectKey("key"),
            HdfsRoot.UPLOAD,
            new Principal("owner-id", "Owner"),
            Instant.now(),
            ObjectMetadata.NONE,
            null,
            null);

    assertThatThrownBy(() -> first.engine().decidedBy(decided).createUpload(upload))
        .isInstanceOf(ExpectationNotMet.class);

    assertThat(second.engine().upload(HdfsRoot.BUCKET, HdfsRoot.UPLOAD)).isNull();
  }

  @Test
  void part_isNotAcknowledged() {
    UploadArea area = first.begin("key");
    hook.pauseBefore("rename2", "/part-1", () -> replaceSettings(second));

    HdfsRoot.assertUnavailable(() -> HdfsRoot.part(area, 1, "late"));

    assertThat(hook.isWaiting()).isFalse();
  }

  @Test
  void removalOfABucket_isDecidedAnew() {
    StateToken decided = letInBeforeAChange();

    assertThatThrownBy(() -> first.engine().decidedBy(decided).deleteBucket(HdfsRoot.BUCKET))
        .isInstanceOf(ExpectationNotMet.class);

    assertThat(second.engine().bucket(HdfsRoot.BUCKET)).isNotNull();
  }

  @Test
  void removalOfABucketThatIsPaused_isNotAcknowledged() {
    hook.pauseBefore("delete", root + "/" + HdfsRoot.BUCKET, () -> replaceSettings(second));

    HdfsRoot.assertUnavailable(() -> first.engine().deleteBucket(HdfsRoot.BUCKET));

    assertThat(hook.isWaiting()).isFalse();
  }

  @Test
  void changeThatWasLetInWithoutABucket_isDecidedAnew() {
    assertThatThrownBy(() -> put(first, BucketRecord.NO_BUCKET, "key", "late"))
        .isInstanceOf(ExpectationNotMet.class);
  }
}
