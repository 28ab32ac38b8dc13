package dev.sluice.agent.store.engine.upload;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The unfinished uploads of an engine that were used last, held so that their parts need not be
 * read for each request. How many, is counted in parts.
 *
 * @param <U> the engine's uploads
 */
public final class RecentUploads<U extends RecentUploads.Held> {
  private static final long BYTES_PER_PART = 512;

  /**
   * The size of an upload beside its parts, counted in parts: its record, its locks and its tables.
   */
  private static final long PARTS_PER_UPLOAD = 6;

  private final long most;
  private final Map<U, Long> held = new LinkedHashMap<>(16, 0.75f, true);
  private long parts;

  /** An upload that is held. */
  public interface Held {
    /** The number of its parts known at this moment, without waiting for a lock. */
    int partsInMemory();

    /** Whether it knows what the storage does not, so that it has to stay. */
    boolean isDoubtful();
  }

  /** Holds none yet, and never more than fit into so many bytes. */
  public static <U extends Held> RecentUploads<U> within(long bytes) {
    return new RecentUploads<>(bytes / BYTES_PER_PART);
  }

  /**
   * Holds none yet.
   *
   * @param most parts together, each upload counted as {@link #PARTS_PER_UPLOAD} more
   */
  public RecentUploads(long most) {
    this.most = most;
  }

  /** Holds an upload, and lets go of those that were used longest ago, if they are too many. */
  public synchronized void used(U upload) {
    long count = PARTS_PER_UPLOAD + upload.partsInMemory();
    Long before = held.put(upload, count);
    parts += count - (before == null ? 0 : before);
    Iterator<Map.Entry<U, Long>> eldest = held.entrySet().iterator();
    while (parts > most && eldest.hasNext()) {
      Map.Entry<U, Long> entry = eldest.next();
      if (!entry.getKey().isDoubtful()) {
        parts -= entry.getValue();
        eldest.remove();
      }
    }
  }

  /** Drops an upload that has ended: it is hardly ever asked for again. */
  public synchronized void ended(U upload) {
    Long count = held.remove(upload);
    parts -= count == null ? 0 : count;
  }

  /** The number of uploads held. */
  public synchronized int count() {
    return held.size();
  }
}
