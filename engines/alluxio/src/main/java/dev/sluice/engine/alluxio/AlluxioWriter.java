package dev.sluice.engine.alluxio;

import alluxio.client.file.URIStatus;
import dev.sluice.agent.store.engine.object.Deleted;
import dev.sluice.agent.store.engine.object.Expectation;
import dev.sluice.agent.store.engine.object.ExpectationNotMet;
import dev.sluice.agent.store.engine.object.ObjectName;
import dev.sluice.agent.store.engine.object.ObjectRecord;
import dev.sluice.agent.store.engine.object.StoredObject;
import dev.sluice.common.model.BucketName;
import java.util.concurrent.locks.Lock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Changes objects that are there: replaces their records, removes them. */
final class AlluxioWriter {
  private final AlluxioClient client;
  private final AlluxioPaths paths;
  private final AlluxioEpoch epoch;
  private final AlluxioRecords records;
  private final AlluxioReader reader;
  private final AlluxioBuckets buckets;
  private final AlluxioPlaces places;

  AlluxioWriter(
      AlluxioClient client,
      AlluxioPaths paths,
      AlluxioEpoch epoch,
      AlluxioRecords records,
      AlluxioReader reader,
      AlluxioBuckets buckets,
      AlluxioPlaces places) {
    this.client = client;
    this.paths = paths;
    this.epoch = epoch;
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
      return epoch.decide(change);
    } finally {
      layout.unlock();
      own.unlock();
    }
  }

  /**
   * Replaces the record of an object, in one step. Afterwards the agent looks whether it was taken
   * over from: the next one may have decided by the record before, or have the object on its way.
   */
  StoredObject replaceRecord(
      ObjectName name, ObjectRecord record, Expectation.Exactly expectation) {
    return locked(name, () -> replace(name, record, expectation));
  }

  private StoredObject replace(
      ObjectName name, ObjectRecord record, Expectation.Exactly expectation) {
    AlluxioFile current = name.isUnversioned() ? reader.look(name.bucket(), name.key()) : null;
    if (current == null) {
      buckets.require(name.bucket());
    }
    if (current == null || !expectation.isMetBy(current.object().state())) {
      throw new ExpectationNotMet(expectation);
    }
    AlluxioRecords.Draft draft = records.replace(name.bucket(), name.key(), current, record);
    if (draft == null) {
      throw new ExpectationNotMet(expectation);
    }
    records.settle(draft, true);
    epoch.requireLasting();
    records.removeReplaced(current);
    return draft.object();
  }

  /** Removes an object, and the directories that this leaves empty. */
  Deleted delete(ObjectName name, Expectation expectation) {
    URIStatus removed = locked(name, () -> new Removal(remove(name, expectation))).file();
    if (removed == null) {
      return Deleted.NOTHING;
    }
    prune(name.bucket(), AlluxioPaths.parent(removed.getPath()));
    return Deleted.OBJECT;
  }

  /**
   * What was removed.
   *
   * @param file null where nothing was
   */
  private record Removal(@Nullable URIStatus file) {}

  private @Nullable URIStatus remove(ObjectName name, Expectation expectation) {
    URIStatus file = name.isUnversioned() ? expected(name, expectation) : null;
    if (file == null) {
      buckets.require(name.bucket());
      if (expectation instanceof Expectation.Exactly) {
        throw new ExpectationNotMet(expectation);
      }
      epoch.requireLasting();
      return null;
    }
    if (!epoch.drop(file.getPath())) {
      // It was removed from outside this moment; else the agent was taken over from.
      epoch.requireLasting();
      if (expectation instanceof Expectation.Exactly) {
        throw new ExpectationNotMet(expectation);
      }
    }
    return file;
  }

  private @Nullable URIStatus expected(ObjectName name, Expectation expectation) {
    return switch (expectation) {
      case Expectation.Anything() -> reader.locate(name.bucket(), name.key());
      case Expectation.Absent() -> {
        if (reader.locate(name.bucket(), name.key()) != null) {
          throw new ExpectationNotMet(expectation);
        }
        yield null;
      }
      case Expectation.Exactly exactly -> {
        AlluxioFile current = reader.look(name.bucket(), name.key());
        if (current != null && !exactly.isMetBy(current.object().state())) {
          throw new ExpectationNotMet(expectation);
        }
        yield current == null ? null : current.status();
      }
    };
  }

  /**
   * Removes directories that hold nothing, from the innermost on. Nothing is published meanwhile,
   * so that no object that comes to a directory, or to its place, is taken for it; what somebody
   * else put there this moment goes back.
   */
  private void prune(BucketName bucket, String directory) {
    String top = paths.bucket(bucket);
    if (directory.length() <= top.length() || !isEmpty(directory)) {
      return;
    }
    Lock layout = places.of(bucket).writeLock();
    layout.lock();
    try {
      String path = directory;
      while (path.length() > top.length() && isEmpty(path)) {
        String gone = epoch.nextPath("empty");
        if (!client.rename(path, gone)) {
          return;
        }
        if (!client.entries(gone).isEmpty()) {
          boolean _ = client.rename(gone, path);
          return;
        }
        client.remove(gone);
        path = AlluxioPaths.parent(path);
      }
    } finally {
      layout.unlock();
    }
  }

  /** Alluxio tells of a directory how many entries it has, as its length. */
  private boolean isEmpty(String directory) {
    URIStatus status = client.status(directory);
    return status != null && status.isFolder() && status.getLength() == 0;
  }
}
