package dev.sluice.agent.store.local;

import dev.sluice.agent.store.engine.ObjectRecord;
import dev.sluice.agent.store.engine.StoredObject;
import dev.sluice.agent.store.engine.Version;
import dev.sluice.agent.store.format.FileSeal;

/** What tells two states of a file apart. */
final class Seals {
  private Seals() {}

  /** What records are sealed with. */
  static FileSeal seal(FileStat stat) {
    return FileSeal.newBuilder()
        .setSize(stat.size())
        .setModifiedSeconds(stat.modifiedSeconds())
        .setModifiedNanos(stat.modifiedNanos())
        .build();
  }

  /** Whether two looks at a file saw the same bytes. */
  static boolean isSame(FileStat one, FileStat other) {
    return one.size() == other.size()
        && one.modifiedSeconds() == other.modifiedSeconds()
        && one.modifiedNanos() == other.modifiedNanos();
  }

  /** The object that a file is. */
  static StoredObject object(FileStat stat, ObjectRecord record, long revision) {
    String token =
        Long.toHexString(stat.inode())
            + '-'
            + Long.toHexString(stat.size())
            + '-'
            + Long.toHexString(stat.modifiedSeconds())
            + '-'
            + Integer.toHexString(stat.modifiedNanos())
            + '-'
            + Long.toHexString(revision);
    return new StoredObject(record, stat.size(), stat.modified(), new Version(token));
  }
}
