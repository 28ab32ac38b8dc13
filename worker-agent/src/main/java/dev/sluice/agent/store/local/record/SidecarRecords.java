package dev.sluice.agent.store.local.record;

import dev.sluice.agent.store.engine.ObjectRecord;
import dev.sluice.agent.store.format.Candidate;
import dev.sluice.agent.store.format.FileSeal;
import dev.sluice.agent.store.format.RecordCodec;
import dev.sluice.agent.store.format.Sidecar;
import dev.sluice.agent.store.format.StoredRecord;
import dev.sluice.agent.store.local.posix.Descriptor;
import dev.sluice.agent.store.local.posix.ErrnoException;
import dev.sluice.agent.store.local.posix.FileStat;
import dev.sluice.agent.store.local.posix.Names;
import dev.sluice.agent.store.local.posix.Posix;
import dev.sluice.agent.store.local.volume.DamageCounters;
import dev.sluice.agent.store.local.volume.Volume;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.ObjectKey;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Records where files have no attributes: one sidecar per key. Before a file takes a key over, its
 * sidecar lists both the file that is there and the one to come; a reader picks by the file it has
 * open, so that whichever is there has its own record.
 */
public final class SidecarRecords implements Records {
  /** Begins the names of sidecars that belong to a key. */
  public static final String SIDECAR_PREFIX = "k-";

  private final Posix posix;
  private final SidecarSource source;

  /** Null where records are only read. */
  private final @Nullable Sidecars written;

  private final DamageCounters damage;

  SidecarRecords(Volume volume, Sidecars sidecars) {
    this(volume, sidecars, sidecars);
  }

  private SidecarRecords(Volume volume, SidecarSource source, @Nullable Sidecars written) {
    this.posix = volume.posix();
    this.source = source;
    this.written = written;
    this.damage = volume.damage();
  }

  /** Records that are read and never written. */
  static SidecarRecords toRead(Volume volume, SidecarSource source) {
    return new SidecarRecords(volume, source, null);
  }

  /** The name of a key's sidecar. */
  public static String name(BucketName bucket, ObjectKey key) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(Names.of(bucket.value() + "/"));
      return SIDECAR_PREFIX + HexFormat.of().formatHex(digest.digest(key.utf8()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  @Override
  public Found read(BucketName bucket, ObjectKey key, Descriptor file, FileStat stat)
      throws ErrnoException {
    Sidecar sidecar = source.read(name(bucket, key));
    if (sidecar == null) {
      return Found.NOTHING;
    }
    if (!sidecar.getBucket().equals(bucket.value()) || !sidecar.getKey().equals(key.value())) {
      damage.met(DamageCounters.Kind.SIDECAR, bucket + "/" + key + ": names another object");
      return Found.NOTHING;
    }
    Candidate best = best(sidecar, stat);
    if (best == null) {
      // Perhaps the sidecar is already that of a later file.
      return new Found(StoredRecord.getDefaultInstance(), ObjectRecord.NONE, false);
    }
    StoredRecord stored = best.getRecord();
    boolean sealed = RecordCodec.holds(stored, Seals.seal(stat));
    return new Found(stored, RecordCodec.load(stored, sealed), true);
  }

  /** Nothing: there are no attributes. */
  @Override
  public ObjectRecord ofOthers(Descriptor file) {
    return ObjectRecord.NONE;
  }

  /** The candidate that is an open file's; null where none is. */
  public static @Nullable Candidate best(Sidecar sidecar, FileStat stat) {
    FileSeal seal = Seals.seal(stat);
    Candidate best = null;
    int rank = 0;
    for (Candidate candidate : sidecar.getCandidatesList()) {
      int rankNow = rank(candidate, stat, seal);
      if (rankNow > rank) {
        rank = rankNow;
        best = candidate;
      }
    }
    return best;
  }

  /**
   * This very file, unchanged; a restored one, with another inode; this very file, changed from
   * outside.
   */
  private static int rank(Candidate candidate, FileStat stat, FileSeal seal) {
    boolean sameFile = candidate.getInode() == stat.inode();
    boolean sameSeal = candidate.getRecord().getSeal().equals(seal);
    return sameSeal ? sameFile ? 3 : 2 : sameFile ? 1 : 0;
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
    Objects.requireNonNull(written, "records that are only read")
        .write(name(bucket, key), sidecar.build());
  }

  private static Candidate candidate(long inode, StoredRecord record) {
    return Candidate.newBuilder().setInode(inode).setRecord(record).build();
  }

  @Override
  public void settle(Draft draft, boolean counts) {
    // A candidate without a match is dropped when the sidecar is next written.
  }
}
