package dev.sluice.agent.store.memory;

import dev.sluice.agent.store.engine.EngineFeature;
import dev.sluice.agent.store.engine.EngineInfo;
import dev.sluice.agent.store.engine.StorageEngine;
import dev.sluice.agent.store.engine.SweepAges;
import dev.sluice.agent.store.engine.SweepResult;
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
import dev.sluice.agent.store.engine.object.StateToken;
import dev.sluice.agent.store.engine.object.StoredObject;
import dev.sluice.agent.store.engine.object.VersionId;
import dev.sluice.agent.store.engine.upload.ListedUpload;
import dev.sluice.agent.store.engine.upload.UploadArea;
import dev.sluice.agent.store.engine.upload.UploadRecord;
import dev.sluice.agent.store.engine.upload.UploadScan;
import dev.sluice.agent.store.engine.upload.UploadSelection;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.StorageException;
import dev.sluice.common.model.UploadId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A storage in memory. It keeps every promise of {@link StorageEngine} but that of durability, and
 * passes the same contract suite as the engines that people use.
 */
public final class MemoryEngine implements StorageEngine {
  private final InstantSource clock;
  private final String id = UUID.randomUUID().toString();
  private final AtomicLong states = new AtomicLong();
  private final ConcurrentNavigableMap<BucketName, MemoryBucket> buckets =
      new ConcurrentSkipListMap<>();

  /**
   * An empty storage.
   *
   * @param clock gives times of modification
   */
  public MemoryEngine(InstantSource clock) {
    this.clock = clock;
  }

  /** The way around the store, as other programs have it to a disk. */
  public MemoryOutside outside() {
    return new MemoryOutside(this);
  }

  @Override
  public EngineInfo info() {
    return new EngineInfo(
        "memory",
        "in memory, gone when this process ends",
        1,
        "none",
        -1,
        -1,
        Set.copyOf(EnumSet.complementOf(EnumSet.of(EngineFeature.SHARED_NAMESPACE))),
        id);
  }

  @Override
  public List<BucketName> buckets(BucketScan scan) {
    return buckets.keySet().stream()
        .filter(name -> scan.includes(name.value()))
        .limit(scan.limit())
        .toList();
  }

  @Override
  public @Nullable BucketRecord bucket(BucketName bucket) {
    MemoryBucket found = buckets.get(bucket);
    return found == null ? null : found.record();
  }

  @Override
  public @Nullable BucketRecord knownBucket(BucketName bucket) {
    return bucket(bucket);
  }

  @Override
  public boolean createBucket(BucketName bucket, BucketRecord record) {
    return buckets.putIfAbsent(bucket, new MemoryBucket(bucket, record)) == null;
  }

  @Override
  public boolean deleteBucket(BucketName bucket) {
    MemoryBucket found = find(bucket);
    return found.delete() && buckets.remove(bucket, found);
  }

  @Override
  public BucketRecord replaceSettings(
      BucketName bucket, BucketSettings settings, Expectation.Exactly expectation) {
    return find(bucket).replaceSettings(settings, expectation);
  }

  @Override
  public void keepUsage(BucketName bucket, KeptUsage usage) {
    find(bucket).keepUsage(usage);
  }

  @Override
  public @Nullable StoredObject stat(ObjectName name) {
    MemoryObject found = find(name.bucket()).get(name);
    return found == null ? null : found.stored();
  }

  @Override
  public @Nullable DeleteMarker marker(ObjectName name) {
    return find(name.bucket()).marker(name);
  }

  @Override
  public @Nullable OpenObject open(ObjectName name) {
    MemoryObject found = find(name.bucket()).get(name);
    return found == null ? null : new MemoryOpenObject(found);
  }

  @Override
  public Stage stage(BucketName bucket, long expectedLength) {
    find(bucket);
    return new MemoryStage();
  }

  @Override
  public SealedStage seal(ObjectName name, Stage stage, ObjectRecord record) {
    find(name.bucket());
    return new Sealed(name, (MemoryStage) stage, record);
  }

  private record Sealed(ObjectName name, MemoryStage stage, ObjectRecord record)
      implements SealedStage {
    @Override
    public void close() {
      // the stage has all there is
    }
  }

  @Override
  public StoredObject publish(SealedStage sealed, Expectation expectation, Replaced replaced) {
    Sealed ready = (Sealed) sealed;
    ObjectName name = ready.name();
    return find(name.bucket())
        .publish(
            name.key(),
            expectation,
            replaced,
            current -> {
              MemoryFile file = new MemoryFile(ready.stage().use());
              MemoryObject made = made(idOf(name), file, ready.record());
              ready.stage().published();
              return made;
            });
  }

  @Override
  public DeleteMarker publishMarker(
      ObjectName name, ObjectRecord record, Expectation expectation, Replaced replaced) {
    DeleteMarker marker = new DeleteMarker(idOf(name), record, nextState());
    find(name.bucket()).publish(name.key(), expectation, replaced, new MemoryMarker(marker));
    return marker;
  }

  private static VersionId idOf(ObjectName name) {
    return name.version() == null ? VersionId.NULL : name.version();
  }

  @Override
  public StoredObject replaceRecord(
      ObjectName name, ObjectRecord record, Expectation.Exactly expectation) {
    return find(name.bucket()).replace(name, expectation, there -> described(there, record));
  }

  @Override
  public Deleted delete(ObjectName name, Expectation expectation) {
    return find(name.bucket()).delete(name, expectation);
  }

  @Override
  public List<ListedEntry> list(BucketName bucket, ListScan scan) {
    return find(bucket).list(scan);
  }

  @Override
  public List<ListedVersion> listVersions(BucketName bucket, VersionScan scan) {
    return find(bucket).listVersions(scan);
  }

  @Override
  public UploadArea createUpload(UploadRecord upload) {
    MemoryBucket bucket = find(upload.bucket());
    MemoryUpload area = new MemoryUpload(upload, clock, () -> bucket.uploads().remove(upload.id()));
    bucket.add(area);
    return area;
  }

  @Override
  public @Nullable UploadArea upload(BucketName bucket, UploadId id) {
    return find(bucket).uploads().get(id);
  }

  @Override
  public List<ListedUpload> uploads(BucketName bucket, UploadScan scan) {
    UploadSelection selection = new UploadSelection(scan);
    find(bucket).uploads().values().stream()
        .filter(MemoryUpload::unfinished)
        .forEach(upload -> selection.add(upload.upload()));
    return selection.page();
  }

  @Override
  public SweepResult sweep(SweepAges ages, Consumer<UploadArea> discard) {
    long aborted = 0;
    long forgotten = 0;
    for (MemoryBucket bucket : buckets.values()) {
      for (MemoryUpload upload : bucket.uploads().values()) {
        if (upload.isExpired(ages.now().minus(ages.upload()))) {
          discard.accept(upload);
          aborted++;
        }
        forgotten += upload.forgetTombstone(ages.now().minus(ages.tombstone())) ? 1 : 0;
      }
    }
    return new SweepResult(0, aborted, forgotten);
  }

  @Override
  public void close() {
    buckets.clear();
  }

  MemoryBucket find(BucketName bucket) {
    MemoryBucket found = buckets.get(bucket);
    if (found == null) {
      throw StorageException.noSuchBucket(bucket);
    }
    return found;
  }

  /** A new state of an object. */
  MemoryObject made(VersionId id, MemoryFile file, ObjectRecord record) {
    return made(id, file, record, clock.instant());
  }

  /** The same file with another record, which is no change of the file. */
  private MemoryObject described(MemoryObject object, ObjectRecord record) {
    return made(object.id(), object.file(), record, object.stored().modified());
  }

  private MemoryObject made(VersionId id, MemoryFile file, ObjectRecord record, Instant modified) {
    return new MemoryObject(
        file, new StoredObject(id, record, file.bytes().size(), modified, nextState(), null));
  }

  private StateToken nextState() {
    return new StateToken("memory-" + states.incrementAndGet());
  }
}
