package dev.sluice.engine.hdfs;

import dev.sluice.agent.store.engine.object.Deleted;
import dev.sluice.agent.store.engine.object.Expectation;
import dev.sluice.agent.store.engine.object.ExpectationNotMet;
import dev.sluice.agent.store.engine.object.ObjectName;
import dev.sluice.agent.store.engine.object.ObjectRecord;
import dev.sluice.agent.store.engine.object.StateToken;
import dev.sluice.agent.store.engine.object.StoredObject;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.ObjectKey;
import java.util.concurrent.locks.Lock;
import java.util.function.Supplier;
import org.apache.hadoop.hdfs.protocol.HdfsFileStatus;
import org.jspecify.annotations.Nullable;

/** Changes objects that are there: replaces their records, removes them. */
final class HdfsWriter {
  private final HdfsClient client;
  private final HdfsPaths paths;
  private final HdfsSlots slots;
  private final HdfsRecords records;
  private final HdfsReader reader;
  private final HdfsBuckets buckets;
  private final HdfsPlaces places;

  HdfsWriter(
      HdfsClient client,
      HdfsPaths paths,
      HdfsSlots slots,
      HdfsRecords records,
      HdfsReader reader,
      HdfsBuckets buckets,
      HdfsPlaces places) {
    this.client = client;
    this.paths = paths;
    this.slots = slots;
    this.records = records;
    this.reader = reader;
    this.buckets = buckets;
    this.places = places;
  }

  private <T> T locked(ObjectName name, Supplier<T> change) {
    Lock own = places.keys().of(name.bucket(), name.key());
    Lock layout = places.of(name.bucket()).readLock();
    own.lock();
    layout.lock();
    try {
      return change.get();
    } finally {
      layout.unlock();
      own.unlock();
    }
  }

  /**
   * Replaces the record of an object, in one step. Afterwards the agent looks whether it was fenced
   * off: the next one may have decided by the record before, or have the object on its way.
   *
   * @param settings state of the bucket's settings that it hangs on; null: on none
   */
  StoredObject replaceRecord(
      ObjectName name,
      ObjectRecord record,
      Expectation.Exactly expectation,
      @Nullable StateToken settings) {
    return locked(
        name,
        () ->
            slots.decideByLook(
                name.bucket(),
                name.key(),
                settings,
                epoch -> replace(epoch, name, record, expectation)));
  }

  private StoredObject replace(
      HdfsEpoch epoch, ObjectName name, ObjectRecord record, Expectation.Exactly expectation) {
    HdfsFile current = name.isUnversioned() ? reader.look(name.bucket(), name.key()) : null;
    if (current == null) {
      buckets.require(name.bucket());
    }
    if (current == null || !expectation.isMetBy(current.object().state())) {
      throw new ExpectationNotMet(expectation);
    }
    HdfsRecords.Draft draft = records.replace(name.bucket(), name.key(), current, record);
    if (draft == null) {
      throw new ExpectationNotMet(expectation);
    }
    records.settle(draft, true);
    if (epoch.isOver()) {
      throw epoch.over();
    }
    records.removeReplaced(current);
    return draft.object();
  }

  /** Removes an object, and the directories that this leaves empty; likewise. */
  Deleted delete(ObjectName name, Expectation expectation, @Nullable StateToken settings) {
    return locked(
        name,
        () ->
            slots.decide(
                name.bucket(),
                name.key(),
                settings,
                epoch -> deleteLocked(epoch, name, expectation)));
  }

  private Deleted deleteLocked(HdfsEpoch epoch, ObjectName name, Expectation expectation) {
    HdfsHome home = name.isUnversioned() ? home(name, expectation) : null;
    if (home == null) {
      buckets.require(name.bucket());
      if (expectation instanceof Expectation.Exactly) {
        throw new ExpectationNotMet(expectation);
      }
      epoch.requireLasting();
      return Deleted.NOTHING;
    }
    String gone = epoch.nextPath("gone");
    // By its id: this file, and no other that came to its place since.
    if (client.rename(HdfsClient.pathOf(home.status().getFileId()), gone)
        != HdfsClient.Renamed.DONE) {
      return lost(epoch, name, expectation);
    }
    client.remove(gone);
    prune(name.bucket(), HdfsPaths.parent(home.path()));
    return Deleted.OBJECT;
  }

  /** The file was removed or replaced from outside this moment; else the agent was fenced off. */
  private Deleted lost(HdfsEpoch epoch, ObjectName name, Expectation expectation) {
    epoch.requireLasting();
    if (expectation instanceof Expectation.Exactly) {
      throw new ExpectationNotMet(expectation);
    }
    return deleteLocked(epoch, name, expectation);
  }

  private @Nullable HdfsHome home(ObjectName name, Expectation expectation) {
    BucketName bucket = name.bucket();
    ObjectKey key = name.key();
    return switch (expectation) {
      case Expectation.Anything() -> reader.locate(bucket, key);
      case Expectation.Absent() -> {
        if (reader.locate(bucket, key) != null) {
          throw new ExpectationNotMet(expectation);
        }
        yield null;
      }
      case Expectation.Exactly exactly -> {
        HdfsFile current = reader.look(bucket, key);
        if (current != null && !exactly.isMetBy(current.object().state())) {
          throw new ExpectationNotMet(expectation);
        }
        yield current == null ? null : new HdfsHome(current.path(), current.status());
      }
    };
  }

  /** By their ids: an object that comes to be where a directory was is not taken for it. */
  private void prune(BucketName bucket, String directory) {
    String top = paths.bucket(bucket);
    String path = directory;
    while (path.length() > top.length()) {
      HdfsFileStatus status = client.status(path);
      if (status == null
          || !status.isDirectory()
          || status.getChildrenNum() > 0
          || !client.removeEmpty(HdfsClient.pathOf(status.getFileId()))) {
        return;
      }
      path = HdfsPaths.parent(path);
    }
  }
}
