package dev.sluice.agent.store.local;

import dev.sluice.agent.store.engine.ReadableStorage;
import dev.sluice.agent.store.engine.StorageEngine;
import dev.sluice.agent.store.engine.SweepAges;
import dev.sluice.agent.store.engine.SweepResult;
import dev.sluice.agent.store.engine.bucket.BucketRecord;
import dev.sluice.agent.store.engine.bucket.BucketSettings;
import dev.sluice.agent.store.engine.bucket.KeptUsage;
import dev.sluice.agent.store.engine.object.DeleteMarker;
import dev.sluice.agent.store.engine.object.Deleted;
import dev.sluice.agent.store.engine.object.Expectation;
import dev.sluice.agent.store.engine.object.ObjectName;
import dev.sluice.agent.store.engine.object.ObjectRecord;
import dev.sluice.agent.store.engine.object.Replaced;
import dev.sluice.agent.store.engine.object.SealedStage;
import dev.sluice.agent.store.engine.object.Stage;
import dev.sluice.agent.store.engine.object.StoredObject;
import dev.sluice.agent.store.engine.upload.ListedUpload;
import dev.sluice.agent.store.engine.upload.UploadArea;
import dev.sluice.agent.store.engine.upload.UploadRecord;
import dev.sluice.agent.store.engine.upload.UploadScan;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.UploadId;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The engine of a data folder that may go away while it is served, and come back. */
public final class ReattachingEngine extends ReattachingStorage<LocalEngine>
    implements StorageEngine {
  private ReattachingEngine(LocalSettings settings) {
    super(settings, wanted -> LocalEngine.open(settings, wanted));
  }

  /**
   * Opens the data folder for this process alone.
   *
   * @throws IllegalStateException with one sentence for people, where it cannot be served
   * @throws UnsupportedOperationException with one sentence, where this machine cannot serve any
   */
  public static ReattachingEngine open(LocalSettings settings) {
    return new ReattachingEngine(settings);
  }

  /**
   * Opens the data folder and changes nothing in it.
   *
   * @throws IllegalStateException with one sentence for people, where it cannot be served
   * @throws UnsupportedOperationException with one sentence, where this machine cannot serve any
   */
  public static ReadableStorage openReadOnly(LocalSettings settings) {
    return new ReattachingStorage<>(settings, wanted -> ReadOnlyFolder.open(settings, wanted));
  }

  @Override
  public boolean createBucket(BucketName bucket, BucketRecord record) {
    return call(engine -> engine.createBucket(bucket, record));
  }

  @Override
  public boolean deleteBucket(BucketName bucket) {
    return call(engine -> engine.deleteBucket(bucket));
  }

  @Override
  public BucketRecord replaceSettings(
      BucketName bucket, BucketSettings settings, Expectation.Exactly expectation) {
    return call(engine -> engine.replaceSettings(bucket, settings, expectation));
  }

  @Override
  public void keepUsage(BucketName bucket, KeptUsage usage) {
    call(
        engine -> {
          engine.keepUsage(bucket, usage);
          return bucket;
        });
  }

  @Override
  public Stage stage(BucketName bucket, long expectedLength) {
    return call(engine -> engine.stage(bucket, expectedLength));
  }

  @Override
  public SealedStage seal(ObjectName name, Stage stage, ObjectRecord record) {
    return call(engine -> engine.seal(name, stage, record));
  }

  @Override
  public StoredObject publish(SealedStage sealed, Expectation expectation, Replaced replaced) {
    return call(engine -> engine.publish(sealed, expectation, replaced));
  }

  @Override
  public DeleteMarker publishMarker(
      ObjectName name, ObjectRecord record, Expectation expectation, Replaced replaced) {
    return call(engine -> engine.publishMarker(name, record, expectation, replaced));
  }

  @Override
  public StoredObject replaceRecord(
      ObjectName name, ObjectRecord record, Expectation.Exactly expectation) {
    return call(engine -> engine.replaceRecord(name, record, expectation));
  }

  @Override
  public Deleted delete(ObjectName name, Expectation expectation) {
    return call(engine -> engine.delete(name, expectation));
  }

  @Override
  public UploadArea createUpload(UploadRecord upload) {
    return call(engine -> engine.createUpload(upload));
  }

  @Override
  public @Nullable UploadArea upload(BucketName bucket, UploadId id) {
    return find(engine -> engine.upload(bucket, id));
  }

  @Override
  public List<ListedUpload> uploads(BucketName bucket, UploadScan scan) {
    return call(engine -> engine.uploads(bucket, scan));
  }

  @Override
  public SweepResult sweep(SweepAges ages, Consumer<UploadArea> discard) {
    return absence() != null ? SweepResult.NOTHING : call(engine -> engine.sweep(ages, discard));
  }
}
