package dev.sluice.engine.hdfs;

import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.UploadId;
import java.lang.ref.WeakReference;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The uploads in memory: all that somebody uses, as one object each, and those that were used last,
 * so that their parts need not be read for each request. How many, is counted in parts.
 */
final class HdfsUploadCache {
  private static final long BYTES_PER_PART = 512;

  /** The size of an upload beside its parts, counted in parts. */
  private static final long PARTS_PER_UPLOAD = 6;

  /** So many more names than uploads may be kept of what nobody uses any more. */
  private static final int CLEARED_ABOVE = 64;

  private record Name(BucketName bucket, UploadId id) {}

  private final long most;
  private final Map<Name, WeakReference<HdfsUpload>> used = new LinkedHashMap<>();
  private final Map<HdfsUpload, Long> held = new LinkedHashMap<>(16, 0.75f, true);
  private long parts;

  /** Holds none yet, and never more than fit into so many bytes. */
  HdfsUploadCache(long bytes) {
    this.most = bytes / BYTES_PER_PART;
  }

  /** An upload that is there. */
  HdfsUpload get(BucketName bucket, UploadId id, Supplier<@Nullable HdfsUpload> reading) {
    return Objects.requireNonNull(find(bucket, id, reading));
  }

  /**
   * An upload.
   *
   * @param reading reads it where it is not in memory
   */
  synchronized @Nullable HdfsUpload find(
      BucketName bucket, UploadId id, Supplier<@Nullable HdfsUpload> reading) {
    Name name = new Name(bucket, id);
    WeakReference<HdfsUpload> reference = used.get(name);
    HdfsUpload found = reference == null ? null : reference.get();
    if (found == null || found.isGone()) {
      found = reading.get();
      if (found == null) {
        used.remove(name);
        return null;
      }
      used.put(name, new WeakReference<>(found));
    }
    hold(found);
    return found;
  }

  /** Lets go of those that were used longest ago, if they are too many. */
  private void hold(HdfsUpload upload) {
    long count = PARTS_PER_UPLOAD + upload.partsInMemory();
    Long before = held.put(upload, count);
    parts += count - (before == null ? 0 : before);
    Iterator<Map.Entry<HdfsUpload, Long>> eldest = held.entrySet().iterator();
    while (parts > most && eldest.hasNext()) {
      parts -= eldest.next().getValue();
      eldest.remove();
    }
    if (used.size() > 2 * held.size() + CLEARED_ABOVE) {
      used.values().removeIf(reference -> reference.get() == null);
    }
  }

  /** Forgets all uploads of a bucket. */
  synchronized void removeAll(BucketName bucket) {
    used.entrySet()
        .removeIf(
            entry -> {
              HdfsUpload upload = entry.getValue().get();
              boolean of = entry.getKey().bucket().equals(bucket);
              if (of && upload != null) {
                Long count = held.remove(upload);
                parts -= count == null ? 0 : count;
                upload.abandon();
              }
              return of;
            });
  }
}
