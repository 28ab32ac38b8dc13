package dev.sluice.agent.store.local.record;

import dev.sluice.agent.store.engine.object.ObjectRecord;
import dev.sluice.agent.store.format.Candidate;
import dev.sluice.agent.store.format.FileSeal;
import dev.sluice.agent.store.format.RecordCodec;
import dev.sluice.agent.store.format.Sidecar;
import dev.sluice.agent.store.format.StoredRecord;
import dev.sluice.agent.store.local.posix.Descriptor;
import dev.sluice.agent.store.local.posix.ErrnoException;
import dev.sluice.agent.store.local.posix.FileStat;
import dev.sluice.agent.store.local.posix.Names;
import dev.sluice.agent.store.local.volume.DamageCounters;
import dev.sluice.agent.store.local.volume.Volume;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.ObjectKey;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The readable half of records where files have no attributes: one sidecar per key, which lists the
 * files that it may be about; a reader picks by the file it has open.
 */
class SidecarReader implements RecordReader {
  /** Begins the names of sidecars that belong to a key. */
  public static final String SIDECAR_PREFIX = "k-";

  private final SidecarSource source;
  private final DamageCounters damage;

  SidecarReader(Volume volume, SidecarSource source) {
    this.source = source;
    this.damage = volume.damage();
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
    return read(bucket, key, stat);
  }

  /** Nothing: a sidecar is found by the key, but whether the file may be read shows by opening. */
  @Override
  public @Nullable Found glance(
      BucketName bucket, byte[] key, Descriptor directory, byte[] name, FileStat stat) {
    return null;
  }

  Found read(BucketName bucket, ObjectKey key, FileStat stat) throws ErrnoException {
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
}
