package dev.sluice.agent.store.local.record;

import dev.sluice.agent.store.engine.object.ObjectRecord;
import dev.sluice.agent.store.format.StoredRecord;
import dev.sluice.agent.store.local.posix.Descriptor;
import dev.sluice.agent.store.local.posix.ErrnoException;
import dev.sluice.agent.store.local.posix.FileStat;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.ObjectKey;
import org.jspecify.annotations.Nullable;

/** The records of files on one file system. */
public interface Records extends RecordReader {
  /**
   * A record about to count.
   *
   * @param stored the whole record
   * @param inode of its file
   * @param sidecar name of the sidecar written for it; null where none was
   */
  record Draft(StoredRecord stored, long inode, @Nullable String sidecar) {}

  /**
   * Puts a record with a file, whose own sync is the caller's.
   *
   * @param stat of the file, which the record will be sealed with
   * @param before the record it takes the place of, or the default message
   */
  Draft draft(
      BucketName bucket,
      ObjectKey key,
      Descriptor file,
      FileStat stat,
      ObjectRecord record,
      StoredRecord before)
      throws ErrnoException;

  /**
   * Prepares for the file to become the key's, under the key's lock and right before it does.
   *
   * @param current file that is the key's now; null where there is none or it is the same
   */
  void announce(BucketName bucket, ObjectKey key, Draft draft, @Nullable Descriptor current)
      throws ErrnoException;

  /** The draft counts from now on, or never will. */
  void settle(Draft draft, boolean counts);
}
