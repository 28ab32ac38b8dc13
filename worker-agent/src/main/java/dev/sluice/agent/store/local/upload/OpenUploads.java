package dev.sluice.agent.store.local.upload;

import dev.sluice.agent.store.local.posix.ErrnoException;
import dev.sluice.agent.store.local.posix.ErrnoSearch;
import dev.sluice.common.model.UploadId;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The uploads of one bucket that are in use, each in memory once: every caller gets the same. An
 * upload that is no longer held is forgotten, since it is on the disk.
 *
 * @param <U> an upload
 */
public final class OpenUploads<U> {
  private final Map<UploadId, Entry<U>> entries = new HashMap<>();
  private final ReferenceQueue<U> forgotten = new ReferenceQueue<>();

  private static final class Entry<U> extends WeakReference<U> {
    private final UploadId id;

    Entry(UploadId id, U upload, ReferenceQueue<U> queue) {
      super(upload, queue);
      this.id = id;
    }
  }

  /** The upload; read from the disk where it is not in memory, null where there is none. */
  public synchronized @Nullable U get(UploadId id, ErrnoSearch<U> source) throws ErrnoException {
    clear();
    Entry<U> entry = entries.get(id);
    U upload = entry == null ? null : entry.get();
    if (upload == null) {
      upload = source.run();
      if (upload != null) {
        entries.put(id, new Entry<>(id, upload, forgotten));
      }
    }
    return upload;
  }

  synchronized List<U> all() {
    return entries.values().stream().<@Nullable U>map(Entry::get).filter(Objects::nonNull).toList();
  }

  private void clear() {
    for (var gone = forgotten.poll(); gone != null; gone = forgotten.poll()) {
      if (gone instanceof Entry<?> entry) {
        entries.remove(entry.id, entry);
      }
    }
  }
}
