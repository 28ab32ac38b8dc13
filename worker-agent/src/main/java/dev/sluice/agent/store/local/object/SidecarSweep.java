package dev.sluice.agent.store.local.object;

import dev.sluice.agent.store.format.Sidecar;
import dev.sluice.agent.store.format.StoredRecord;
import dev.sluice.agent.store.key.KeyLocks;
import dev.sluice.agent.store.local.posix.ErrnoException;
import dev.sluice.agent.store.local.record.AreaFiles;
import dev.sluice.agent.store.local.record.AttributeRecords;
import dev.sluice.agent.store.local.record.SidecarRecords;
import dev.sluice.agent.store.local.tree.Buckets;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.ObjectKey;
import dev.sluice.common.model.StorageException;
import dev.sluice.v1.FailureReason;
import java.util.concurrent.locks.Lock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Removes sidecars that no object needs any more. */
public final class SidecarSweep {
  private static final Logger LOG = LoggerFactory.getLogger(SidecarSweep.class);

  private final Reader reader;
  private final Buckets buckets;
  private final KeyLocks locks;

  public SidecarSweep(Reader reader, Buckets buckets, KeyLocks locks) {
    this.reader = reader;
    this.buckets = buckets;
    this.locks = locks;
  }

  /** One of which nobody can tell, say because its object cannot be opened, stops no other. */
  public void sweep(AreaFiles files) throws ErrnoException {
    int left = 0;
    String reason = "";
    for (String id : files.sidecars().all()) {
      try {
        if (!files.sidecars().isDraft(id)) {
          sweep(files, id);
        }
      } catch (ErrnoException e) {
        left++;
        reason = id + ": " + e.getMessage();
      }
    }
    if (left > 0) {
      LOG.warn("{} sidecars were not swept, the last of them {}", left, reason);
    }
  }

  private void sweep(AreaFiles files, String id) throws ErrnoException {
    Sidecar sidecar = files.sidecars().readToRemove(id);
    if (sidecar == null) {
      files.sidecars().remove(id);
      return;
    }
    BucketName bucket;
    ObjectKey key;
    try {
      bucket = new BucketName(sidecar.getBucket());
      key = new ObjectKey(sidecar.getKey());
    } catch (StorageException e) {
      files.sidecars().remove(id);
      return;
    }
    // A put of the key writes its sidecar and shows the file under this lock.
    Lock lock = locks.of(bucket, key);
    lock.lock();
    try {
      if (!files.sidecars().isDraft(id) && !isNeeded(files, id, bucket, key)) {
        files.sidecars().remove(id);
      }
    } finally {
      lock.unlock();
    }
  }

  private boolean isNeeded(AreaFiles files, String id, BucketName bucket, ObjectKey key)
      throws ErrnoException {
    try (LocalObject object = reader.open(bucket, key)) {
      if (object == null) {
        return false;
      }
      if (files.records() instanceof AttributeRecords attributes) {
        StoredRecord core = attributes.stored(object.file());
        return core != null && core.getSidecar().getId().equals(id);
      }
      return id.equals(SidecarRecords.name(bucket, key));
    } catch (StorageException e) {
      // The bucket is gone, unless it is a link that is not followed this time.
      return e.reason() != FailureReason.BUCKET_NOT_FOUND || buckets.isTaken(bucket);
    }
  }
}
