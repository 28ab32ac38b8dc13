package dev.sluice.agent.store.local.record;

import dev.sluice.agent.store.engine.object.ObjectRecord;
import dev.sluice.agent.store.format.CheckedMessage;
import dev.sluice.agent.store.format.RecordCodec;
import dev.sluice.agent.store.format.Sidecar;
import dev.sluice.agent.store.format.StoredRecord;
import dev.sluice.agent.store.local.posix.Descriptor;
import dev.sluice.agent.store.local.posix.Errno;
import dev.sluice.agent.store.local.posix.ErrnoException;
import dev.sluice.agent.store.local.posix.ErrnoSearch;
import dev.sluice.agent.store.local.posix.FileStat;
import dev.sluice.agent.store.local.posix.Names;
import dev.sluice.agent.store.local.posix.Posix;
import dev.sluice.agent.store.local.volume.DamageCounters;
import dev.sluice.agent.store.local.volume.Volume;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.ObjectKey;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The readable half of records that are attributes of the file. What is too large lies in a sidecar
 * of its own, which the attribute points to; the attribute then holds the core.
 */
class AttributeReader implements RecordReader {
  /** Begins the names of sidecars that attributes point to. */
  static final String SIDECAR_PREFIX = "o-";

  private static final Pattern SIDECAR_NAME = Pattern.compile(SIDECAR_PREFIX + "[0-9a-f]{16}");

  private final Posix posix;
  private final SidecarSource source;
  private final DamageCounters damage;

  AttributeReader(Volume volume, SidecarSource source) {
    this.posix = volume.posix();
    this.source = source;
    this.damage = volume.damage();
  }

  @Override
  public Found read(BucketName bucket, ObjectKey key, Descriptor file, FileStat stat)
      throws ErrnoException {
    return found(stored(file), stat);
  }

  @Override
  public Found glance(
      BucketName bucket, byte[] key, Descriptor directory, byte[] name, FileStat stat)
      throws ErrnoException {
    return found(
        stored(() -> posix.attribute(directory, name, AttributeRecords.ATTRIBUTE), name), stat);
  }

  private Found found(@Nullable StoredRecord core, FileStat stat) throws ErrnoException {
    if (core == null) {
      return Found.NOTHING;
    }
    boolean sealed = RecordCodec.holds(core, Seals.seal(stat));
    if (!core.hasSidecar()) {
      return new Found(core, RecordCodec.load(core, sealed), true);
    }
    StoredRecord whole = followed(core);
    StoredRecord best = whole == null ? core : whole;
    return new Found(best, RecordCodec.load(best, sealed), whole != null);
  }

  @Override
  public ObjectRecord ofOthers(Descriptor file) throws ErrnoException {
    return VersitygwAttributes.record(posix, file);
  }

  /** The record in a file's attribute; null where there is none or it was damaged. */
  public @Nullable StoredRecord stored(Descriptor file) throws ErrnoException {
    return stored(() -> posix.attribute(file, AttributeRecords.ATTRIBUTE), file.path());
  }

  private @Nullable StoredRecord stored(ErrnoSearch<byte[]> attribute, byte[] shown)
      throws ErrnoException {
    byte[] value;
    try {
      value = attribute.run();
    } catch (ErrnoException e) {
      if (e.isUnsupported() || e.is(Errno.E2BIG) || e.is(Errno.ERANGE)) {
        return null;
      }
      throw e;
    }
    if (value == null) {
      return null;
    }
    StoredRecord record = CheckedMessage.read(value, StoredRecord.parser());
    if (record == null) {
      damage.met(DamageCounters.Kind.RECORD, Names.show(shown));
    }
    return record;
  }

  private @Nullable StoredRecord followed(StoredRecord core) throws ErrnoException {
    String id = core.getSidecar().getId();
    if (!isSidecarName(id)) {
      return null;
    }
    return whole(core, source.read(id));
  }

  /** The whole of a record whose sidecar was read; null where that is not its own. */
  public static @Nullable StoredRecord whole(StoredRecord core, @Nullable Sidecar sidecar) {
    if (sidecar == null || sidecar.getCandidatesCount() != 1) {
      return null;
    }
    StoredRecord whole = sidecar.getCandidates(0).getRecord();
    return whole.getRevision() == core.getRevision() ? whole : null;
  }

  /** The pointer is input from the disk: it must not lead anywhere else. */
  public static boolean isSidecarName(String id) {
    return SIDECAR_NAME.matcher(id).matches();
  }
}
