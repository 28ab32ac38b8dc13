package dev.sluice.agent.store.local.record;

import dev.sluice.agent.store.engine.object.ObjectRecord;
import dev.sluice.agent.store.format.StoredRecord;
import dev.sluice.agent.store.local.posix.Descriptor;
import dev.sluice.agent.store.local.posix.ErrnoException;
import dev.sluice.agent.store.local.posix.FileStat;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.ObjectKey;
import org.jspecify.annotations.Nullable;

/** The readable half of the records of files. */
public interface RecordReader {
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

  /** The record of an open file that was just seen to be so. */
  Found read(BucketName bucket, ObjectKey key, Descriptor file, FileStat stat)
      throws ErrnoException;

  /**
   * The record of a name in a directory, without opening it; null where only the open file can say.
   * The name may be another file's by now: what was found speaks of the one that was seen where its
   * seal holds.
   *
   * @param name a single name
   * @param stat as the name was just seen to be
   */
  @Nullable Found glance(
      BucketName bucket, byte[] key, Descriptor directory, byte[] name, FileStat stat)
      throws ErrnoException;

  /** The attributes that other servers left on an open file without a record. */
  ObjectRecord ofOthers(Descriptor file) throws ErrnoException;
}
