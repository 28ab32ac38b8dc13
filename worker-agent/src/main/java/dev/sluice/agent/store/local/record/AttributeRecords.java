package dev.sluice.agent.store.local.record;

import dev.sluice.agent.store.engine.object.ObjectRecord;
import dev.sluice.agent.store.format.Candidate;
import dev.sluice.agent.store.format.CheckedMessage;
import dev.sluice.agent.store.format.Integrity;
import dev.sluice.agent.store.format.RecordCodec;
import dev.sluice.agent.store.format.Sidecar;
import dev.sluice.agent.store.format.SidecarPointer;
import dev.sluice.agent.store.format.StoredRecord;
import dev.sluice.agent.store.local.posix.Descriptor;
import dev.sluice.agent.store.local.posix.Errno;
import dev.sluice.agent.store.local.posix.ErrnoException;
import dev.sluice.agent.store.local.posix.FileStat;
import dev.sluice.agent.store.local.posix.Posix;
import dev.sluice.agent.store.local.posix.SyscallArena;
import dev.sluice.agent.store.local.volume.Capabilities;
import dev.sluice.agent.store.local.volume.Volume;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.ObjectKey;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Records as an attribute of the file, so that they follow it everywhere. What is too large lies in
 * a sidecar of its own, which the attribute points to; the attribute then holds the core, which is
 * all that is left when a tool copies file and pointer and the sidecar goes with the original.
 */
public final class AttributeRecords extends AttributeReader implements Records {
  public static final byte[] ATTRIBUTE = Capabilities.RECORD_ATTRIBUTE;

  private final Posix posix;
  private final Sidecars sidecars;

  AttributeRecords(Volume volume, Sidecars sidecars) {
    super(volume, sidecars);
    this.posix = volume.posix();
    this.sidecars = sidecars;
  }

  @Override
  public Draft draft(
      BucketName bucket,
      ObjectKey key,
      Descriptor file,
      FileStat stat,
      ObjectRecord record,
      StoredRecord before)
      throws ErrnoException {
    long revision = ThreadLocalRandom.current().nextLong();
    StoredRecord whole = RecordCodec.store(record, Seals.seal(stat), revision, before);
    if (attach(file, whole)) {
      return new Draft(whole, stat.inode(), null);
    }
    String id = SIDECAR_PREFIX + HexFormat.of().toHexDigits(revision);
    sidecars.beginDraft(id);
    Draft draft = new Draft(whole, stat.inode(), id);
    boolean attached = false;
    try {
      sidecars.write(id, sidecar(bucket, key, draft));
      attached = attachCore(file, whole, id, stat.inode());
    } finally {
      if (!attached) {
        settle(draft, false);
      }
    }
    if (!attached) {
      throw new ErrnoException(Errno.ENOSPC, "fsetxattr of the core of a record", file.path());
    }
    return draft;
  }

  private boolean attachCore(Descriptor file, StoredRecord whole, String id, long inode)
      throws ErrnoException {
    SidecarPointer pointer = SidecarPointer.newBuilder().setId(id).setInode(inode).build();
    Integrity.Builder integrity = whole.getIntegrity().toBuilder().clearParts();
    StoredRecord core = whole.toBuilder().setIntegrity(integrity).setSidecar(pointer).build();
    return attach(file, core) || attach(file, core.toBuilder().clearMetadata().build());
  }

  private boolean attach(Descriptor file, StoredRecord record) throws ErrnoException {
    byte[] value = CheckedMessage.write(record);
    if (value.length > SyscallArena.DATA_BYTES) {
      return false;
    }
    try {
      posix.setAttribute(file, ATTRIBUTE, value);
      return true;
    } catch (ErrnoException e) {
      if (e.is(Errno.ENOSPC) || e.is(Errno.E2BIG) || e.is(Errno.ERANGE)) {
        // A full disk says the same; then the sidecar does not fit either.
        return false;
      }
      throw e;
    }
  }

  private static Sidecar sidecar(BucketName bucket, ObjectKey key, Draft draft) {
    return Sidecar.newBuilder()
        .setBucket(bucket.value())
        .setKey(key.value())
        .addCandidates(
            Candidate.newBuilder().setInode(draft.inode()).setRecord(draft.stored()).build())
        .build();
  }

  @Override
  public void announce(
      BucketName bucket, ObjectKey key, Draft draft, @Nullable Descriptor current) {
    // The attribute moves with the file.
  }

  @Override
  public void settle(Draft draft, boolean counts) {
    String id = draft.sidecar();
    if (id == null) {
      return;
    }
    try {
      if (!counts) {
        sidecars.remove(id);
      }
    } catch (ErrnoException e) {
      // Nothing points to it: the sweep will find it.
    } finally {
      sidecars.endDraft(id);
    }
  }
}
