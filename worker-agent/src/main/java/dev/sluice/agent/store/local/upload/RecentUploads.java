package dev.sluice.agent.store.local.upload;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Holds the unfinished uploads that were used last, so that their logs need not be read for each
 * part. How many, is counted in parts.
 */
public final class RecentUploads {
  private static final long BYTES_PER_PART = 512;

  /**
   * The size of an upload beside its parts, counted in parts: its record, its locks and its tables.
   */
  private static final long PARTS_PER_UPLOAD = 6;

  private final long most;
  private final Map<LocalUpload, Long> held = new LinkedHashMap<>(16, 0.75f, true);
  private long parts;

  /** Holds none yet, and never more than fit into so many bytes. */
  public static RecentUploads within(long bytes) {
    return new RecentUploads(bytes / BYTES_PER_PART);
  }

  /**
   * Holds none yet.
   *
   * @param most parts together, each upload counted as {@link #PARTS_PER_UPLOAD} more
   */
  RecentUploads(long most) {
    this.most = most;
  }

  /** Holds an upload, and lets go of those that were used longest ago, if they are too many. */
  synchronized void used(LocalUpload upload) {
    long count = PARTS_PER_UPLOAD + upload.partsInMemory();
    Long before = held.put(upload, count);
    parts += count - (before == null ? 0 : before);
    Iterator<Map.Entry<LocalUpload, Long>> eldest = held.entrySet().iterator();
    while (parts > most && eldest.hasNext()) {
      Map.Entry<LocalUpload, Long> entry = eldest.next();
      // One whose log failed knows what is not on the disk.
      if (!entry.getKey().isDoubtful()) {
        parts -= entry.getValue();
        eldest.remove();
      }
    }
  }

  /** Drops an upload that has ended: it is hardly ever asked for again. */
  synchronized void ended(LocalUpload upload) {
    Long count = held.remove(upload);
    parts -= count == null ? 0 : count;
  }
}
