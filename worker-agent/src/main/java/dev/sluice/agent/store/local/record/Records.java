package dev.sluice.agent.store.local.record;

import dev.sluice.agent.store.engine.ObjectRecord;
import dev.sluice.agent.store.format.StoredRecord;
import dev.sluice.agent.store.local.posix.Descriptor;
import dev.sluice.agent.store.local.posix.ErrnoException;
import dev.sluice.agent.store.local.posix.FileStat;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.ObjectKey;
import org.jspecify.annotations.Nullable;

/** The records of files on one file system. */
public interface Records {
  /**
   * A record as it was found.
   *
   * @param stored as it lies there; the default message where there is none
   * @param record as it counts: what speaks of the bytes only while the seal holds
   * @param whole whether nothing is missing; a part lies elsewhere and may be found at a second
   *     look
   */
  record Found(StoredRecord stored, ObjectRecord record, boolean whole) {
    /** A file without a record. */
    static final Found NOTHING =
        new Found(StoredRecord.getDefaultInstance(), ObjectRecord.NONE, true);

    /** Whether there is no record that speaks of the file. */
    public boolean isOutside() {
      return stored.getVersion() == 0;
    }
  }

  /**
   * A record about to count.
   *
   * @param stored the whole record
   * @param inode of its file
   * @param sidecar name of the sidecar written for it; null where none was
   */
  record Draft(StoredRecord stored, long inode, @Nullable String sidecar) {}

  /** The record of an open file that was just seen to be so. */
  Found read(BucketName bucket, ObjectKey key, Descriptor file, FileStat stat)
      throws ErrnoException;

  /** The attributes that other servers left on an open file without a record. */
  ObjectRecord ofOthers(Descriptor file) throws ErrnoException;

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
