package dev.sluice.engine.hdfs;

import dev.sluice.agent.store.engine.EngineFeature;
import dev.sluice.agent.store.engine.EngineInfo;
import dev.sluice.agent.store.engine.StorageDevice;
import dev.sluice.agent.store.engine.StorageEngine;
import dev.sluice.agent.store.engine.SweepAges;
import dev.sluice.agent.store.engine.SweepResult;
import dev.sluice.agent.store.engine.bucket.BucketRecord;
import dev.sluice.agent.store.engine.bucket.BucketScan;
import dev.sluice.agent.store.engine.bucket.BucketSettings;
import dev.sluice.agent.store.engine.bucket.KeptUsage;
import dev.sluice.agent.store.engine.listing.ListScan;
import dev.sluice.agent.store.engine.listing.ListedEntry;
import dev.sluice.agent.store.engine.object.Deleted;
import dev.sluice.agent.store.engine.object.Expectation;
import dev.sluice.agent.store.engine.object.ObjectName;
import dev.sluice.agent.store.engine.object.ObjectRecord;
import dev.sluice.agent.store.engine.object.OpenObject;
import dev.sluice.agent.store.engine.object.Replaced;
import dev.sluice.agent.store.engine.object.SealedStage;
import dev.sluice.agent.store.engine.object.Stage;
import dev.sluice.agent.store.engine.object.StateToken;
import dev.sluice.agent.store.engine.object.StoredObject;
import dev.sluice.agent.store.engine.upload.ListedUpload;
import dev.sluice.agent.store.engine.upload.UploadArea;
import dev.sluice.agent.store.engine.upload.UploadRecord;
import dev.sluice.agent.store.engine.upload.UploadScan;
import dev.sluice.common.metrics.Metric;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.UploadId;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A storage in HDFS: buckets are directories, objects plain files with their record in an
 * attribute.
 */
final class HdfsEngine implements StorageEngine {
  private final HdfsParticipants parts;
  private final @Nullable StateToken settings;

  HdfsEngine(HdfsParticipants parts) {
    this(parts, null);
  }

  private HdfsEngine(HdfsParticipants parts, @Nullable StateToken settings) {
    this.parts = parts;
    this.settings = settings;
  }

  @Override
  public StorageEngine decidedBy(@Nullable StateToken decided) {
    return decided == null ? this : new HdfsEngine(parts, decided);
  }

  @Override
  public EngineInfo info() {
    return parts.storage().info();
  }

  @Override
  public List<Metric> measures() {
    return parts.storage().measures();
  }

  @Override
  public List<BucketName> buckets(BucketScan scan) {
    return parts.storage().buckets(scan);
  }

  @Override
  public @Nullable BucketRecord bucket(BucketName bucket) {
    return parts.storage().bucket(bucket);
  }

  @Override
  public @Nullable BucketRecord knownBucket(BucketName bucket) {
    return parts.storage().knownBucket(bucket);
  }

  @Override
  public StorageDevice device(String bucket) {
    return parts.storage().device(bucket);
  }

  @Override
  public boolean createBucket(BucketName bucket, BucketRecord record) {
    return parts.bucketWriter().create(bucket, record);
  }

  @Override
  public boolean deleteBucket(BucketName bucket) {
    return parts.bucketWriter().delete(bucket, settings, () -> parts.uploads().abandon(bucket));
  }

  @Override
  public BucketRecord replaceSettings(
      BucketName bucket, BucketSettings replacement, Expectation.Exactly expectation) {
    return parts.bucketWriter().replaceSettings(bucket, replacement, expectation, settings);
  }

  @Override
  public void keepUsage(BucketName bucket, KeptUsage usage) {
    parts.bucketWriter().keepUsage(bucket, usage);
  }

  @Override
  public @Nullable StoredObject stat(ObjectName name) {
    return parts.storage().stat(name);
  }

  @Override
  public @Nullable OpenObject open(ObjectName name) {
    return parts.storage().open(name);
  }

  @Override
  public Stage stage(BucketName bucket, long expectedLength) {
    parts.buckets().require(bucket);
    return new HdfsStage(
        parts.client(), new HdfsOutput(parts.client(), parts.staging().nextPath(HdfsStage.KIND)));
  }

  @Override
  public SealedStage seal(ObjectName name, Stage stage, ObjectRecord record) {
    requireUnversioned(name);
    return new HdfsSealed(
        parts.client(), parts.records(), parts.staging(), name, (HdfsSource) stage, record);
  }

  @Override
  public StoredObject publish(SealedStage sealed, Expectation expectation, Replaced replaced) {
    if (replaced == Replaced.RETAINED) {
      throw EngineFeature.RETAINED_VERSIONS.refusal();
    }
    return parts.publisher().publish((HdfsSealed) sealed, expectation, settings);
  }

  private static void requireUnversioned(ObjectName name) {
    if (!name.isUnversioned()) {
      throw EngineFeature.RETAINED_VERSIONS.refusal();
    }
  }

  @Override
  public StoredObject replaceRecord(
      ObjectName name, ObjectRecord record, Expectation.Exactly expectation) {
    return parts.writer().replaceRecord(name, record, expectation, settings);
  }

  @Override
  public Deleted delete(ObjectName name, Expectation expectation) {
    return parts.writer().delete(name, expectation, settings);
  }

  @Override
  public List<ListedEntry> list(BucketName bucket, ListScan scan) {
    return parts.storage().list(bucket, scan);
  }

  @Override
  public UploadArea createUpload(UploadRecord upload) {
    return parts.uploads().create(upload, settings);
  }

  @Override
  public @Nullable UploadArea upload(BucketName bucket, UploadId id) {
    return parts.uploads().find(bucket, id);
  }

  @Override
  public List<ListedUpload> uploads(BucketName bucket, UploadScan scan) {
    return parts.uploads().page(bucket, scan);
  }

  @Override
  public int ownedSlots() {
    return parts.slots().owned();
  }

  @Override
  public SweepResult sweep(SweepAges ages, Consumer<UploadArea> discard) {
    return parts.sweeper().sweep(ages, discard);
  }

  @Override
  public void close() {
    parts.storage().close();
  }
}
