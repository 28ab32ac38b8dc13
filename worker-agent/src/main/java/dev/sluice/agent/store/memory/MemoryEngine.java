package dev.sluice.agent.store.memory;

import static java.util.Comparator.comparing;

import dev.sluice.agent.store.engine.BucketRecord;
import dev.sluice.agent.store.engine.EngineInfo;
import dev.sluice.agent.store.engine.Expectation;
import dev.sluice.agent.store.engine.ExpectationNotMet;
import dev.sluice.agent.store.engine.ListScan;
import dev.sluice.agent.store.engine.ListedEntry;
import dev.sluice.agent.store.engine.ObjectRecord;
import dev.sluice.agent.store.engine.OpenObject;
import dev.sluice.agent.store.engine.SealedStage;
import dev.sluice.agent.store.engine.Stage;
import dev.sluice.agent.store.engine.StorageEngine;
import dev.sluice.agent.store.engine.StoredObject;
import dev.sluice.agent.store.engine.SweepAges;
import dev.sluice.agent.store.engine.SweepResult;
import dev.sluice.agent.store.engine.UploadArea;
import dev.sluice.agent.store.engine.UploadRecord;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.ObjectKey;
import dev.sluice.common.model.UploadId;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A storage in memory. It keeps every promise of {@link StorageEngine} but that of durability, and
 * passes the same contract suite as the engines that people use.
 */
public final class MemoryEngine implements StorageEngine {
  private final InstantSource clock;
  private final AtomicLong versions = new AtomicLong();
  private final ConcurrentNavigableMap<BucketName, MemoryBucket> buckets =
      new ConcurrentSkipListMap<>();

  /**
   * An empty storage.
   *
   * @param clock tells times of modification
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
    return new EngineInfo("memory", "memory", 1, "none", -1);
  }

  @Override
  public List<BucketName> buckets() {
    return List.copyOf(buckets.keySet());
  }

  @Override
  public @Nullable BucketRecord bucket(BucketName bucket) {
    MemoryBucket found = buckets.get(bucket);
    return found == null ? null : found.record();
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
  public @Nullable StoredObject stat(BucketName bucket, ObjectKey key) {
    MemoryObject found = find(bucket).get(key);
    return found == null ? null : found.stored();
  }

  @Override
  public @Nullable OpenObject open(BucketName bucket, ObjectKey key) {
    MemoryObject found = find(bucket).get(key);
    return found == null ? null : new MemoryOpenObject(found);
  }

  @Override
  public Stage stage(BucketName bucket, long expectedLength) {
    find(bucket);
    return new MemoryStage();
  }

  @Override
  public SealedStage seal(BucketName bucket, ObjectKey key, Stage stage, ObjectRecord record) {
    find(bucket);
    return new Sealed(bucket, key, (MemoryStage) stage, record);
  }

  private record Sealed(BucketName bucket, ObjectKey key, MemoryStage stage, ObjectRecord record)
      implements SealedStage {
    @Override
    public void close() {
      // the stage has all there is
    }
  }

  @Override
  public StoredObject publish(SealedStage sealed, Expectation expectation) {
    Sealed ready = (Sealed) sealed;
    return find(ready.bucket())
        .put(
            ready.key(),
            expectation,
            current -> {
              MemoryFile file = new MemoryFile(ready.stage().use());
              ready.stage().published();
              return made(file, ready.record());
            });
  }

  @Override
  public StoredObject replaceRecord(
      BucketName bucket, ObjectKey key, ObjectRecord record, Expectation.Exactly expectation) {
    return find(bucket)
        .put(
            key,
            expectation,
            current -> {
              if (current == null) {
                throw new ExpectationNotMet(expectation);
              }
              return made(current.file(), record);
            });
  }

  @Override
  public boolean delete(BucketName bucket, ObjectKey key, Expectation expectation) {
    return find(bucket).remove(key, expectation);
  }

  @Override
  public List<ListedEntry> list(BucketName bucket, ListScan scan) {
    return find(bucket).list(scan);
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
  public List<UploadRecord> uploads(BucketName bucket) {
    return find(bucket).uploads().values().stream()
        .filter(MemoryUpload::unfinished)
        .map(upload -> upload.upload().withoutMetadata())
        .sorted(
            comparing(UploadRecord::key)
                .thenComparing(UploadRecord::initiated)
                .thenComparing(upload -> upload.id().value()))
        .toList();
  }

  @Override
  public SweepResult sweep(SweepAges ages) {
    long aborted = 0;
    long forgotten = 0;
    for (MemoryBucket bucket : buckets.values()) {
      for (MemoryUpload upload : bucket.uploads().values()) {
        aborted += upload.expire(ages.now().minus(ages.upload())) ? 1 : 0;
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
      throw MemoryBucket.missing(bucket);
    }
    return found;
  }

  /** A new state of an object. */
  MemoryObject made(MemoryFile file, ObjectRecord record) {
    return MemoryObject.of(file, record, clock.instant(), versions.incrementAndGet());
  }
}
