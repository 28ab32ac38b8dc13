package dev.sluice.agent.store.local.record;

import dev.sluice.agent.store.engine.object.FileIdentity;
import dev.sluice.agent.store.engine.object.ObjectRecord;
import dev.sluice.agent.store.engine.object.StateToken;
import dev.sluice.agent.store.engine.object.StoredObject;
import dev.sluice.agent.store.engine.object.VersionId;
import dev.sluice.agent.store.format.FileSeal;
import dev.sluice.agent.store.local.posix.FileStat;

/** The parts of a file's attributes that distinguish two states of it. */
public final class Seals {
  private Seals() {}

  /** The seal of a record for a file. */
  public static FileSeal seal(FileStat stat) {
    return FileSeal.newBuilder()
        .setSize(stat.size())
        .setModifiedSeconds(stat.modifiedSeconds())
        .setModifiedNanos(stat.modifiedNanos())
        .build();
  }

  /** Whether two looks at a file saw the same bytes. */
  public static boolean isSame(FileStat one, FileStat other) {
    return one.size() == other.size()
        && one.modifiedSeconds() == other.modifiedSeconds()
        && one.modifiedNanos() == other.modifiedNanos();
  }

  /**
   * The object that a file is. Where no record speaks of the bytes, the time of the last change of
   * anything distinguishes states as well: others may write into a file and set its time back.
   *
   * @param identified whether its file system keeps the identity of files
   */
  public static StoredObject object(
      FileStat stat, ObjectRecord record, long revision, boolean identified) {
    StringBuilder token = new StringBuilder(80);
    append(token, stat.inode());
    append(token, stat.size());
    append(token, stat.modifiedSeconds());
    append(token, stat.modifiedNanos());
    append(token, revision);
    if (record.etag() == null) {
      append(token, stat.createdSeconds());
      append(token, stat.createdNanos());
      append(token, stat.changedSeconds());
      append(token, stat.changedNanos());
    }
    FileIdentity identity =
        identified && stat.hasBirth() ? new FileIdentity(stat.inode(), stat.created()) : null;
    return new StoredObject(
        VersionId.NULL,
        record,
        stat.size(),
        stat.modified(),
        new StateToken(token.toString()),
        identity);
  }

  /** As {@link Long#toHexString}, without a text for each number of each line of a listing. */
  private static void append(StringBuilder token, long number) {
    int digits = Math.max(1, (Long.SIZE - Long.numberOfLeadingZeros(number) + 3) / 4);
    for (int digit = digits - 1; digit >= 0; digit--) {
      token.append(Character.forDigit((int) (number >>> (4 * digit)) & 0xF, 16));
    }
    token.append('-');
  }
}
