package dev.sluice.agent.store.local.record;

import dev.sluice.agent.store.engine.object.ObjectRecord;
import dev.sluice.agent.store.format.Candidate;
import dev.sluice.agent.store.format.RecordCodec;
import dev.sluice.agent.store.format.Sidecar;
import dev.sluice.agent.store.format.StoredRecord;
import dev.sluice.agent.store.local.posix.Descriptor;
import dev.sluice.agent.store.local.posix.ErrnoException;
import dev.sluice.agent.store.local.posix.FileStat;
import dev.sluice.agent.store.local.posix.Posix;
import dev.sluice.agent.store.local.volume.Volume;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.ObjectKey;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Records where files have no attributes: one sidecar per key. Before a file takes a key over, its
 * sidecar lists both the file that is there and the one to come; a reader picks by the file it has
 * open, so that whichever is there has its own record.
 */
public final class SidecarRecords extends SidecarReader implements Records {
  private final Posix posix;
  private final Sidecars sidecars;

  SidecarRecords(Volume volume, Sidecars sidecars) {
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
      StoredRecord before) {
    long revision = ThreadLocalRandom.current().nextLong();
    StoredRecord stored = RecordCodec.store(record, Seals.seal(stat), revision, before);
    return new Draft(stored, stat.inode(), null);
  }

  @Override
  public void announce(BucketName bucket, ObjectKey key, Draft draft, @Nullable Descriptor current)
      throws ErrnoException {
    Sidecar.Builder sidecar = Sidecar.newBuilder().setBucket(bucket.value()).setKey(key.value());
    if (current != null) {
      FileStat stat = posix.stat(current);
      Found found = read(bucket, key, current, stat);
      if (found.stored().getVersion() > 0) {
        sidecar.addCandidates(candidate(stat.inode(), found.stored()));
      }
    }
    sidecar.addCandidates(candidate(draft.inode(), draft.stored()));
    sidecars.write(name(bucket, key), sidecar.build());
  }

  private static Candidate candidate(long inode, StoredRecord record) {
    return Candidate.newBuilder().setInode(inode).setRecord(record).build();
  }

  @Override
  public void settle(Draft draft, boolean counts) {
    // A candidate without a match is dropped when the sidecar is next written.
  }
}
