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
 */
final class OpenUploads {
  private final Map<UploadId, Entry> entries = new HashMap<>();
  private final ReferenceQueue<LocalUpload> forgotten = new ReferenceQueue<>();

  private static final class Entry extends WeakReference<LocalUpload> {
    private final UploadId id;

    Entry(UploadId id, LocalUpload upload, ReferenceQueue<LocalUpload> queue) {
      super(upload, queue);
      this.id = id;
    }
  }

  /** The upload; read from the disk where it is not in memory, null where there is none. */
  synchronized @Nullable LocalUpload get(UploadId id, ErrnoSearch<LocalUpload> source)
      throws ErrnoException {
    clear();
    Entry entry = entries.get(id);
    LocalUpload upload = entry == null ? null : entry.get();
    if (upload == null) {
      upload = source.run();
      if (upload != null) {
        entries.put(id, new Entry(id, upload, forgotten));
      }
    }
    return upload;
  }

  synchronized List<LocalUpload> all() {
    return entries.values().stream().map(Entry::get).filter(Objects::nonNull).toList();
  }

  private void clear() {
    for (var gone = forgotten.poll(); gone != null; gone = forgotten.poll()) {
      if (gone instanceof Entry entry) {
        entries.remove(entry.id, entry);
      }
    }
  }
}
