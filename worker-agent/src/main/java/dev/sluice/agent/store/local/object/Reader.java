package dev.sluice.agent.store.local.object;

import dev.sluice.agent.store.engine.object.Expectation;
import dev.sluice.agent.store.engine.object.ExpectationNotMet;
import dev.sluice.agent.store.engine.object.ObjectName;
import dev.sluice.agent.store.engine.object.ObjectRecord;
import dev.sluice.agent.store.engine.object.StoredObject;
import dev.sluice.agent.store.key.KeyPath;
import dev.sluice.agent.store.key.Layout;
import dev.sluice.agent.store.local.posix.Descriptor;
import dev.sluice.agent.store.local.posix.Errno;
import dev.sluice.agent.store.local.posix.ErrnoException;
import dev.sluice.agent.store.local.posix.FileStat;
import dev.sluice.agent.store.local.posix.Names;
import dev.sluice.agent.store.local.posix.Posix;
import dev.sluice.agent.store.local.posix.Tree;
import dev.sluice.agent.store.local.record.RecordReader;
import dev.sluice.agent.store.local.record.Seals;
import dev.sluice.agent.store.local.tree.BucketLookup;
import dev.sluice.agent.store.local.tree.ObjectLocation;
import dev.sluice.agent.store.local.tree.ObjectPath;
import dev.sluice.agent.store.local.tree.ReadableBucket;
import dev.sluice.agent.store.local.volume.DamageCounters;
import dev.sluice.agent.store.local.volume.Volume;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.ObjectKey;
import org.jspecify.annotations.Nullable;

/** Opens objects and reads their records. */
public final class Reader {
  /** The number of looks for a record whose sidecar was replaced while it was read. */
  private static final int MAX_LOOKS = 4;

  private final Posix posix;
  private final DamageCounters damage;
  private final Descriptor root;
  private final BucketLookup buckets;

  public Reader(Volume volume, Descriptor root, BucketLookup buckets) {
    this.posix = volume.posix();
    this.damage = volume.damage();
    this.root = root;
    this.buckets = buckets;
  }

  /** The object at a key, open; null where there is none. */
  public @Nullable LocalObject open(BucketName name, ObjectKey key) throws ErrnoException {
    ReadableBucket bucket = buckets.require(name);
    ObjectPath path = ObjectPath.of(name, key);
    Layout layout = bucket.layout();
    LocalObject found = layout.find(() -> look(bucket, key, path));
    for (int looks = 1; looks < MAX_LOOKS && found != null && !found.found().whole(); looks++) {
      found.close();
      found = layout.find(() -> look(bucket, key, path));
    }
    if (found != null && !found.found().whole() && found.found().stored().hasSidecar()) {
      damage.met(DamageCounters.Kind.SIDECAR, path.toString());
    }
    return found;
  }

  private @Nullable LocalObject look(ReadableBucket bucket, ObjectKey key, ObjectPath path)
      throws ErrnoException {
    Descriptor file = openBeneath(root, path.pathInRoot());
    if (file == null) {
      return null;
    }
    FileStat stat = statOrClose(file);
    if (stat.isDirectory() && path.hasTwoHomes()) {
      try (Descriptor directory = file) {
        file = openBeneath(directory, KeyPath.selfName());
      }
      if (file == null) {
        return null;
      }
      stat = statOrClose(file);
    }
    if (!stat.isRegular()) {
      file.close();
      return null;
    }
    return describe(bucket, key, file, stat);
  }

  private @Nullable Descriptor openBeneath(Descriptor base, byte[] path) throws ErrnoException {
    try {
      return posix.openForReading(base, path);
    } catch (ErrnoException e) {
      return switch (e.errno()) {
        // Nothing, below a file, a symlink, a socket or a device without a driver: no object.
        case ENOENT, ENOTDIR, ELOOP, ENXIO, ENODEV, EXDEV -> null;
        default -> throw e;
      };
    }
  }

  private FileStat statOrClose(Descriptor file) throws ErrnoException {
    try {
      return posix.stat(file);
    } catch (ErrnoException e) {
      file.close();
      throw e;
    }
  }

  /** Takes the file over; a record that others left counts where there is none of ours. */
  private LocalObject describe(ReadableBucket bucket, ObjectKey key, Descriptor file, FileStat stat)
      throws ErrnoException {
    try {
      RecordReader.Found found = bucket.records().read(bucket.name(), key, file, stat);
      if (found.isOutside()) {
        ObjectRecord record = bucket.records().ofOthers(file);
        found = new RecordReader.Found(found.stored(), record, found.whole());
      }
      return new LocalObject(posix, file, stat, found, bucket.identifiesFiles());
    } catch (ErrnoException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  /** The object at a key; null where there is none. */
  public @Nullable StoredObject stat(ObjectName name) throws ErrnoException {
    try (LocalObject opened = open(name)) {
      return opened == null ? null : opened.object();
    }
  }

  /** The object of a name, open; null where there is none, as of every version but the null one. */
  public @Nullable LocalObject open(ObjectName name) throws ErrnoException {
    if (!name.isUnversioned()) {
      buckets.require(name.bucket());
      return null;
    }
    return open(name.bucket(), name.key());
  }

  /**
   * The object in a directory that is open already: one line of a listing, without what others left
   * beside the file, which no listing shows.
   */
  public @Nullable StoredObject stat(
      ReadableBucket bucket, byte[] key, Descriptor directory, byte[] path) throws ErrnoException {
    if (Names.isSingle(path)) {
      StoredObject seen = glance(bucket, key, directory, path);
      if (seen != null) {
        return seen;
      }
    }
    return opened(bucket, key, directory, path);
  }

  /**
   * The object at a name without opening it: two calls instead of four. Null where that does not
   * settle it, failures included: the open file does.
   */
  private @Nullable StoredObject glance(
      ReadableBucket bucket, byte[] key, Descriptor directory, byte[] name) {
    try {
      FileStat stat = posix.stat(directory, name);
      if (!stat.isRegular()) {
        return null;
      }
      RecordReader.Found found = bucket.records().glance(bucket.name(), key, directory, name, stat);
      if (found == null) {
        return null;
      }
      // A record whose seal holds speaks of the file that was seen. Without one, the name may have
      // become another file's in between, record and all.
      boolean settled = found.record().etag() != null || posix.stat(directory, name).equals(stat);
      return settled ? object(bucket, stat, found) : null;
    } catch (ErrnoException e) {
      return null;
    }
  }

  private static StoredObject object(
      ReadableBucket bucket, FileStat stat, RecordReader.Found found) {
    return Seals.object(
        stat, found.record(), found.stored().getRevision(), bucket.identifiesFiles());
  }

  private @Nullable StoredObject opened(
      ReadableBucket bucket, byte[] key, Descriptor directory, byte[] name) throws ErrnoException {
    Descriptor file;
    try {
      file = openBeneath(directory, name);
    } catch (ErrnoException e) {
      if (e.is(Errno.EACCES)) {
        return closed(bucket, directory, name);
      }
      throw e;
    }
    if (file == null) {
      return null;
    }
    FileStat stat = statOrClose(file);
    if (!stat.isRegular()) {
      file.close();
      return null;
    }
    try (file) {
      return object(
          bucket, stat, bucket.records().read(bucket.name(), ObjectKey.ofUtf8(key), file, stat));
    }
  }

  /**
   * A file that this user may not open: one such file must not keep all others from being listed,
   * and must not be left out either, because who mirrors a listing would delete it elsewhere.
   */
  private @Nullable StoredObject closed(ReadableBucket bucket, Descriptor directory, byte[] path)
      throws ErrnoException {
    byte[] above = Names.parent(path);
    try (Descriptor parent =
        posix.openDirectory(directory, above.length == 0 ? Names.HERE : above)) {
      FileStat stat = Tree.stat(posix, parent, Names.last(path));
      if (stat == null || !stat.isRegular()) {
        return null;
      }
      damage.met(DamageCounters.Kind.CLOSED_FILE, Names.show(path));
      return Seals.object(stat, ObjectRecord.NONE, 0, bucket.identifiesFiles());
    }
  }

  /**
   * Fails where the object at a home that was found is not what a change expects. The object is
   * opened only where its state matters.
   */
  public void requireMet(
      ReadableBucket bucket, ObjectKey key, ObjectLocation location, Expectation expectation)
      throws ErrnoException {
    switch (expectation) {
      case Expectation.Anything() -> {}
      case Expectation.Absent() -> throw new ExpectationNotMet(expectation);
      case Expectation.Exactly exactly -> {
        try (LocalObject current = open(bucket, key, location)) {
          if (!exactly.isMetBy(current.object().state())) {
            throw new ExpectationNotMet(expectation);
          }
        }
      }
    }
  }

  /** The object at a home that was found, open. */
  LocalObject open(ReadableBucket bucket, ObjectKey key, ObjectLocation location)
      throws ErrnoException {
    Descriptor file = posix.openForReading(location.directory(), location.name());
    return describe(bucket, key, file, statOrClose(file));
  }
}
