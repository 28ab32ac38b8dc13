package dev.sluice.agent.store.memory;

import dev.sluice.agent.store.engine.BucketRecord;
import dev.sluice.agent.store.engine.Expectation;
import dev.sluice.agent.store.engine.ExpectationNotMet;
import dev.sluice.agent.store.engine.ListScan;
import dev.sluice.agent.store.engine.ListedEntry;
import dev.sluice.agent.store.engine.StoredObject;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.ObjectKey;
import dev.sluice.common.model.StorageException;
import dev.sluice.common.model.UploadId;
import dev.sluice.v1.FailureReason;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A bucket. Readers take no lock; changes are one at a time, so that an expectation and its change
 * are one step and nothing is put into a bucket that is being deleted.
 */
final class MemoryBucket {
  private final BucketName name;
  private final BucketRecord record;
  private final ConcurrentNavigableMap<byte[], MemoryObject> objects =
      new ConcurrentSkipListMap<>(Arrays::compareUnsigned);
  private final Map<UploadId, MemoryUpload> uploads = new ConcurrentHashMap<>();
  private boolean deleted;

  MemoryBucket(BucketName name, BucketRecord record) {
    this.name = name;
    this.record = record;
  }

  BucketRecord record() {
    return record;
  }

  Map<UploadId, MemoryUpload> uploads() {
    return uploads;
  }

  @Nullable MemoryObject get(ObjectKey key) {
    return objects.get(key.utf8());
  }

  /** Puts what the change makes of what is there (null: nothing), if that is what was expected. */
  synchronized StoredObject put(
      ObjectKey key,
      Expectation expectation,
      Function<@Nullable MemoryObject, MemoryObject> change) {
    checkThere();
    MemoryObject current = expected(key, expectation);
    MemoryObject changed = change.apply(current);
    objects.put(key.utf8(), changed);
    return changed.stored();
  }

  synchronized boolean remove(ObjectKey key, Expectation expectation) {
    checkThere();
    MemoryObject current = expected(key, expectation);
    return current != null && objects.remove(key.utf8()) != null;
  }

  synchronized void add(MemoryUpload upload) {
    checkThere();
    uploads.put(upload.upload().id(), upload);
  }

  /** Marks the bucket as gone; false where it holds an object. */
  synchronized boolean delete() {
    if (!objects.isEmpty()) {
      return false;
    }
    deleted = true;
    uploads.values().forEach(MemoryUpload::discard);
    return true;
  }

  List<ListedEntry> list(ListScan scan) {
    return new MemoryListing(objects, scan).entries();
  }

  private void checkThere() {
    if (deleted) {
      throw missing(name);
    }
  }

  private @Nullable MemoryObject expected(ObjectKey key, Expectation expectation) {
    MemoryObject current = objects.get(key.utf8());
    if (!expectation.isMetBy(current == null ? null : current.stored().version())) {
      throw new ExpectationNotMet(expectation);
    }
    return current;
  }

  static StorageException missing(BucketName name) {
    return new StorageException(FailureReason.BUCKET_NOT_FOUND, "there is no such bucket: " + name);
  }
}
