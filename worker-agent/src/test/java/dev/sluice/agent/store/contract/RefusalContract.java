package dev.sluice.agent.store.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.agent.store.UploadIds;
import dev.sluice.agent.store.engine.ReadOnlyEngine;
import dev.sluice.agent.store.engine.SweepAges;
import dev.sluice.agent.store.engine.SweepResult;
import dev.sluice.agent.store.engine.bucket.BucketRecord;
import dev.sluice.agent.store.engine.bucket.BucketSettings;
import dev.sluice.agent.store.engine.object.Expectation;
import dev.sluice.agent.store.engine.object.ObjectName;
import dev.sluice.agent.store.engine.object.Replaced;
import dev.sluice.agent.store.engine.object.SealedStage;
import dev.sluice.agent.store.engine.object.Stage;
import dev.sluice.agent.store.engine.object.StoredObject;
import dev.sluice.agent.store.engine.upload.UploadRecord;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.ObjectMetadata;
import dev.sluice.v1.FailureReason;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Changes of what is only read. */
abstract class RefusalContract extends EngineContract {
  RefusalContract(Callable<EngineUnderTest> opener) {
    super(opener);
  }

  private static void assertRefused(ThrowingCallable call) {
    assertThat(StoreContract.failureOf(call).reason()).isEqualTo(FailureReason.STORAGE_READ_ONLY);
  }

  private static UploadRecord upload() {
    return new UploadRecord(
        BUCKET,
        key("upload"),
        new UploadIds(InstantSource.system()).get(),
        OWNER,
        TIME,
        ObjectMetadata.NONE,
        null,
        null);
  }

  /** Also of what could not be done anyway. */
  @Test
  void everyChange_isRefused() {
    ReadOnlyEngine readOnly = (ReadOnlyEngine) readable;
    StoredObject there = publish("key", "text");
    Expectation.Exactly exactly = new Expectation.Exactly(there.state());
    BucketRecord bucket = new BucketRecord(TIME, OWNER);
    try (Stage stage = stage("other");
        SealedStage sealed =
            engine.seal(new ObjectName(BUCKET, key("key")), stage, record("tag"))) {
      assertRefused(readOnly::requireWritable);
      assertRefused(() -> readOnly.createBucket(BUCKET, bucket));
      assertRefused(() -> readOnly.createBucket(new BucketName("new-bucket"), bucket));
      assertRefused(() -> readOnly.deleteBucket(BUCKET));
      assertRefused(() -> readOnly.replaceSettings(BUCKET, BucketSettings.NONE, exactly));
      assertRefused(() -> readOnly.stage(BUCKET, 0));
      assertRefused(() -> readOnly.seal(new ObjectName(BUCKET, key("key")), stage, record("tag")));
      assertRefused(() -> readOnly.publish(sealed, exactly, Replaced.DROPPED));
      assertRefused(
          () -> readOnly.replaceRecord(new ObjectName(BUCKET, key("key")), record("tag"), exactly));
      assertRefused(
          () -> readOnly.delete(new ObjectName(BUCKET, key("key")), Expectation.ANYTHING));
      assertRefused(
          () -> readOnly.delete(new ObjectName(BUCKET, key("missing")), Expectation.ABSENT));
      assertRefused(
          () ->
              readOnly.publishMarker(
                  new ObjectName(BUCKET, key("key")),
                  record("tag"),
                  Expectation.ANYTHING,
                  Replaced.RETAINED));
      assertRefused(() -> readOnly.createUpload(upload()));
    }
    assertThat(stat("key")).isEqualTo(there);
    assertThat(engine.buckets(Scans.BUCKETS)).containsExactly(BUCKET);
    assertThat(Scans.uploads(engine, BUCKET)).isEmpty();
  }

  /** They belong to whoever writes. */
  @Test
  void unfinishedUploads_areNotThere() {
    ReadOnlyEngine readOnly = (ReadOnlyEngine) readable;
    UploadRecord begun = upload();
    engine.createUpload(begun);

    assertThat(Scans.uploads(readOnly, BUCKET)).isEqualTo(List.of());
    assertThat(readOnly.upload(BUCKET, begun.id())).isNull();
    assertThat(
            readOnly.sweep(
                new SweepAges(TIME.plus(Duration.ofDays(9)), Duration.ZERO, Duration.ZERO)))
        .isEqualTo(SweepResult.NOTHING);
    assertThat(Objects.requireNonNull(engine.upload(BUCKET, begun.id())).upload().key())
        .isEqualTo(key("upload"));
  }

  @Test
  void whatItIs_saysThatItIsReadOnly() {
    assertThat(readable.info().durability()).isEqualTo("read-only");
    assertThat(readable.info().name()).isEqualTo(engine.info().name());
    assertThat(readable.info().namespaceId()).isNotNull().isEqualTo(engine.info().namespaceId());
    assertThat(readable.notice()).isEqualTo("served read-only");
  }
}
