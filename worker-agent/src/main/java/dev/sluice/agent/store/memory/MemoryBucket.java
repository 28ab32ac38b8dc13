package dev.sluice.agent.store.memory;

import dev.sluice.agent.store.engine.bucket.BucketRecord;
import dev.sluice.agent.store.engine.bucket.BucketSettings;
import dev.sluice.agent.store.engine.bucket.KeptUsage;
import dev.sluice.agent.store.engine.listing.ListScan;
import dev.sluice.agent.store.engine.listing.ListedEntry;
import dev.sluice.agent.store.engine.listing.ListedVersion;
import dev.sluice.agent.store.engine.listing.VersionScan;
import dev.sluice.agent.store.engine.object.DeleteMarker;
import dev.sluice.agent.store.engine.object.Deleted;
import dev.sluice.agent.store.engine.object.Expectation;
import dev.sluice.agent.store.engine.object.ExpectationNotMet;
import dev.sluice.agent.store.engine.object.ObjectName;
import dev.sluice.agent.store.engine.object.Replaced;
import dev.sluice.agent.store.engine.object.StoredObject;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.ObjectKey;
import dev.sluice.common.model.StorageException;
import dev.sluice.common.model.UploadId;
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
  private volatile BucketRecord record;
  private final ConcurrentNavigableMap<byte[], MemoryVersions> versions =
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

  synchronized BucketRecord replaceSettings(
      BucketSettings settings, Expectation.Exactly expectation) {
    checkThere();
    if (!expectation.isMetBy(record.state())) {
      throw new ExpectationNotMet(expectation);
    }
    record = record.withSettings(settings);
    return record;
  }

  synchronized void keepUsage(KeptUsage usage) {
    checkThere();
    record = record.withUsage(usage);
  }

  Map<UploadId, MemoryUpload> uploads() {
    return uploads;
  }

  @Nullable MemoryObject get(ObjectName name) {
    return of(name.key()).find(name.version()) instanceof MemoryObject object ? object : null;
  }

  @Nullable DeleteMarker marker(ObjectName name) {
    MemoryVersions versions = of(name.key());
    MemoryVersion found =
        name.version() == null ? versions.newest() : versions.find(name.version());
    return found instanceof MemoryMarker(DeleteMarker marker) ? marker : null;
  }

  /** Publishes what is made of the current object (null: none), if that is what was expected. */
  synchronized StoredObject publish(
      ObjectKey key,
      Expectation expectation,
      Replaced replaced,
      Function<@Nullable MemoryObject, MemoryObject> making) {
    checkThere();
    MemoryVersions there = of(key);
    check(expectation, there.current());
    MemoryObject made = making.apply(there.current());
    set(key, there.publish(made, replaced));
    return made.stored();
  }

  synchronized void publish(
      ObjectKey key, Expectation expectation, Replaced replaced, MemoryMarker marker) {
    checkThere();
    MemoryVersions there = of(key);
    check(expectation, there.current());
    set(key, there.publish(marker, replaced));
  }

  /** Gives an object its next state, in its place among the versions. */
  synchronized StoredObject replace(
      ObjectName name,
      Expectation.Exactly expectation,
      Function<MemoryObject, MemoryObject> change) {
    checkThere();
    MemoryVersions there = of(name.key());
    MemoryVersion found = there.find(name.version());
    check(expectation, found);
    if (!(found instanceof MemoryObject object)) {
      throw new ExpectationNotMet(expectation);
    }
    MemoryObject changed = change.apply(object);
    set(name.key(), there.replace(changed));
    return changed.stored();
  }

  synchronized Deleted delete(ObjectName name, Expectation expectation) {
    checkThere();
    MemoryVersions there = of(name.key());
    MemoryVersion found = there.find(name.version());
    check(expectation, found);
    if (found != null) {
      set(name.key(), there.without(found.id()));
    }
    return switch (found) {
      case null -> Deleted.NOTHING;
      case MemoryObject _ -> Deleted.OBJECT;
      case MemoryMarker _ -> Deleted.MARKER;
    };
  }

  synchronized void add(MemoryUpload upload) {
    checkThere();
    uploads.put(upload.upload().id(), upload);
  }

  /** Marks the bucket as gone; false where it holds a version of any object. */
  synchronized boolean delete() {
    if (!versions.isEmpty()) {
      return false;
    }
    deleted = true;
    uploads.values().forEach(MemoryUpload::discard);
    return true;
  }

  List<ListedEntry> list(ListScan scan) {
    return MemoryListing.entries(versions, scan);
  }

  List<ListedVersion> listVersions(VersionScan scan) {
    return MemoryListing.versions(versions, scan);
  }

  private void checkThere() {
    if (deleted) {
      throw StorageException.noSuchBucket(name);
    }
  }

  private MemoryVersions of(ObjectKey key) {
    return versions.getOrDefault(key.utf8(), MemoryVersions.NONE);
  }

  private void set(ObjectKey key, MemoryVersions changed) {
    if (changed.isEmpty()) {
      versions.remove(key.utf8());
    } else {
      versions.put(key.utf8(), changed);
    }
  }

  private static void check(Expectation expectation, @Nullable MemoryVersion there) {
    if (!expectation.isMetBy(there == null ? null : there.state())) {
      throw new ExpectationNotMet(expectation);
    }
  }
}
