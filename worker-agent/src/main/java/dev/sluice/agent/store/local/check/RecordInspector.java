package dev.sluice.agent.store.local.check;

import dev.sluice.agent.store.format.Candidate;
import dev.sluice.agent.store.format.CheckedMessage;
import dev.sluice.agent.store.format.Sidecar;
import dev.sluice.agent.store.format.StoredRecord;
import dev.sluice.agent.store.local.posix.Descriptor;
import dev.sluice.agent.store.local.posix.DirectoryCursor;
import dev.sluice.agent.store.local.posix.Errno;
import dev.sluice.agent.store.local.posix.ErrnoException;
import dev.sluice.agent.store.local.posix.FileStat;
import dev.sluice.agent.store.local.posix.Names;
import dev.sluice.agent.store.local.posix.Posix;
import dev.sluice.agent.store.local.posix.Tree;
import dev.sluice.agent.store.local.record.AttributeRecords;
import dev.sluice.agent.store.local.record.ReadOnlyRecords;
import dev.sluice.agent.store.local.record.SidecarRecords;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.ObjectKey;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds what lies beside the bytes of a bucket's objects, wherever an agent that writes left it, as
 * {@link ReadOnlyRecords} does; but reports what is wrong with it.
 */
final class RecordInspector {
  private final Posix posix;
  private final BucketName bucket;
  private final List<Descriptor> places;

  /**
   * Whether records lie in sidecars of keys at all: otherwise they are not looked for with each
   * object.
   */
  private final boolean keyed;

  /**
   * Looks.
   *
   * @param places directories of sidecars
   */
  RecordInspector(Posix posix, BucketName bucket, List<Descriptor> places) throws ErrnoException {
    this.posix = posix;
    this.bucket = bucket;
    this.places = places;
    boolean any = false;
    for (Descriptor place : places) {
      any |= holdsKeyed(place);
    }
    keyed = any;
  }

  private boolean holdsKeyed(Descriptor place) throws ErrnoException {
    try (DirectoryCursor cursor = DirectoryCursor.open(posix, place)) {
      while (cursor.next()) {
        if (Names.show(cursor.name()).startsWith(SidecarRecords.SIDECAR_PREFIX)) {
          return true;
        }
      }
      return false;
    }
  }

  /** The record beside an open file, inspected. */
  InspectedRecord at(ObjectKey key, Descriptor file, FileStat stat) throws ErrnoException {
    byte[] value = attribute(file);
    if (value != null) {
      return InspectedRecord.ofAttribute(value, stat, new Pointers(key));
    }
    Sidecar sidecar = keyed ? read(SidecarRecords.name(bucket, key)) : null;
    if (sidecar == null || !SidecarCheck.isOf(sidecar, bucket, key)) {
      return InspectedRecord.OUTSIDE;
    }
    Candidate candidate = SidecarRecords.best(sidecar, stat);
    return candidate == null
        ? InspectedRecord.OF_OTHERS
        : InspectedRecord.of(candidate.getRecord(), candidate.getRecord(), stat);
  }

  private byte @Nullable [] attribute(Descriptor file) throws ErrnoException {
    try {
      return posix.attribute(file, AttributeRecords.ATTRIBUTE);
    } catch (ErrnoException e) {
      if (e.is(Errno.EOPNOTSUPP) || e.is(Errno.E2BIG) || e.is(Errno.ERANGE)) {
        return null;
      }
      throw e;
    }
  }

  /** The targets of the pointers of one key's file. */
  private final class Pointers implements InspectedRecord.Follower {
    private final ObjectKey key;

    Pointers(ObjectKey key) {
      this.key = key;
    }

    @Override
    public @Nullable Sidecar follow(StoredRecord core) throws ErrnoException {
      String id = core.getSidecar().getId();
      return AttributeRecords.isSidecarName(id) ? read(id) : null;
    }

    @Override
    public boolean isOwn(Sidecar sidecar) {
      return SidecarCheck.isOf(sidecar, bucket, key);
    }
  }

  private @Nullable Sidecar read(String id) throws ErrnoException {
    for (Descriptor place : places) {
      byte[] bytes = Tree.readRecord(posix, place, Names.of(id));
      Sidecar read = bytes == null ? null : CheckedMessage.read(bytes, Sidecar.parser());
      if (read != null) {
        return read;
      }
    }
    return null;
  }

  /** Removes the sidecar of a key. */
  void forget(ObjectKey key, Repairer repairer) throws ErrnoException {
    byte[] name = Names.of(SidecarRecords.name(bucket, key));
    for (Descriptor place : places) {
      repairer.remove(place, name);
    }
  }
}
