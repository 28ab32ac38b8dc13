package dev.sluice.agent.store.engine;

import dev.sluice.agent.store.engine.bucket.BucketRecord;
import dev.sluice.agent.store.engine.bucket.BucketScan;
import dev.sluice.agent.store.engine.bucket.BucketSettings;
import dev.sluice.agent.store.engine.bucket.KeptUsage;
import dev.sluice.agent.store.engine.listing.ListScan;
import dev.sluice.agent.store.engine.listing.ListedEntry;
import dev.sluice.agent.store.engine.listing.ListedVersion;
import dev.sluice.agent.store.engine.listing.VersionScan;
import dev.sluice.agent.store.engine.object.DeleteMarker;
import dev.sluice.agent.store.engine.object.Deleted;
import dev.sluice.agent.store.engine.object.Expectation;
import dev.sluice.agent.store.engine.object.ObjectName;
import dev.sluice.agent.store.engine.object.ObjectRecord;
import dev.sluice.agent.store.engine.object.OpenObject;
import dev.sluice.agent.store.engine.object.Replaced;
import dev.sluice.agent.store.engine.object.SealedStage;
import dev.sluice.agent.store.engine.object.Stage;
import dev.sluice.agent.store.engine.object.StoredObject;
import dev.sluice.agent.store.engine.upload.ListedUpload;
import dev.sluice.agent.store.engine.upload.UploadArea;
import dev.sluice.agent.store.engine.upload.UploadRecord;
import dev.sluice.agent.store.engine.upload.UploadScan;
import dev.sluice.common.metrics.Metric;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.StorageException;
import dev.sluice.common.model.UploadId;
import dev.sluice.v1.FailureReason;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An engine over a storage that is only read. Every change is refused with {@code
 * STORAGE_READ_ONLY}, whatever it is about. Unfinished uploads belong to the writing agent: here
 * there are none.
 */
public final class ReadOnlyEngine implements StorageEngine {
  private final ReadableStorage storage;

  /** An engine over a storage, which is closed with it. */
  public ReadOnlyEngine(ReadableStorage storage) {
    this.storage = storage;
  }

  private static StorageException refused() {
    return new StorageException(
        FailureReason.STORAGE_READ_ONLY, "storage: served read-only (expected: no changes)");
  }

  /** A storage that is away refuses whatever is asked, also what is answered here. */
  private void requirePresent() {
    String absence = storage.absence();
    if (absence != null) {
      throw new StorageException(FailureReason.UNAVAILABLE, "storage: " + absence);
    }
  }

  @Override
  public EngineInfo info() {
    return storage.info().readOnly();
  }

  @Override
  public List<BucketName> buckets(BucketScan scan) {
    return storage.buckets(scan);
  }

  @Override
  public @Nullable BucketRecord bucket(BucketName bucket) {
    return storage.bucket(bucket);
  }

  @Override
  public @Nullable BucketRecord knownBucket(BucketName bucket) {
    return storage.knownBucket(bucket);
  }

  @Override
  public StorageDevice device(String bucket) {
    return storage.device(bucket);
  }

  @Override
  public @Nullable StoredObject stat(ObjectName name) {
    return storage.stat(name);
  }

  @Override
  public @Nullable DeleteMarker marker(ObjectName name) {
    return storage.marker(name);
  }

  @Override
  public @Nullable OpenObject open(ObjectName name) {
    return storage.open(name);
  }

  @Override
  public List<ListedEntry> list(BucketName bucket, ListScan scan) {
    return storage.list(bucket, scan);
  }

  @Override
  public List<ListedVersion> listVersions(BucketName bucket, VersionScan scan) {
    return storage.listVersions(bucket, scan);
  }

  @Override
  public void requireWritable() {
    requirePresent();
    throw refused();
  }

  @Override
  public boolean createBucket(BucketName bucket, BucketRecord record) {
    throw refused();
  }

  @Override
  public boolean deleteBucket(BucketName bucket) {
    throw refused();
  }

  @Override
  public BucketRecord replaceSettings(
      BucketName bucket, BucketSettings settings, Expectation.Exactly expectation) {
    throw refused();
  }

  @Override
  public void keepUsage(BucketName bucket, KeptUsage usage) {
    throw refused();
  }

  @Override
  public Stage stage(BucketName bucket, long expectedLength) {
    throw refused();
  }

  @Override
  public SealedStage seal(ObjectName name, Stage stage, ObjectRecord record) {
    throw refused();
  }

  @Override
  public StoredObject publish(SealedStage sealed, Expectation expectation, Replaced replaced) {
    throw refused();
  }

  @Override
  public DeleteMarker publishMarker(
      ObjectName name, ObjectRecord record, Expectation expectation, Replaced replaced) {
    throw refused();
  }

  @Override
  public StoredObject replaceRecord(
      ObjectName name, ObjectRecord record, Expectation.Exactly expectation) {
    throw refused();
  }

  @Override
  public Deleted delete(ObjectName name, Expectation expectation) {
    throw refused();
  }

  @Override
  public UploadArea createUpload(UploadRecord upload) {
    throw refused();
  }

  @Override
  public @Nullable UploadArea upload(BucketName bucket, UploadId id) {
    requirePresent();
    return null;
  }

  @Override
  public List<ListedUpload> uploads(BucketName bucket, UploadScan scan) {
    requirePresent();
    return List.of();
  }

  @Override
  public SweepResult sweep(SweepAges ages, Consumer<UploadArea> discard) {
    return SweepResult.NOTHING;
  }

  @Override
  public List<Metric> measures() {
    return storage.measures();
  }

  @Override
  public String notice() {
    String notice = storage.notice();
    return notice == null ? "served read-only" : "served read-only; " + notice;
  }

  @Override
  public @Nullable String absence() {
    return storage.absence();
  }

  @Override
  public void watch(StorageListener listener) {
    storage.watch(listener);
  }

  @Override
  public void close() {
    storage.close();
  }
}
