package dev.sluice.engine.alluxio;

import dev.sluice.agent.store.engine.upload.RecentUploads;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.UploadId;
import java.lang.ref.WeakReference;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The uploads in memory: all that somebody uses, as one object each, and those that were used last.
 */
final class AlluxioUploadCache {
  /** So many more names than uploads may be kept of what nobody uses any more. */
  private static final int CLEARED_ABOVE = 64;

  private record Name(BucketName bucket, UploadId id) {}

  private final RecentUploads<AlluxioUpload> recent;
  private final Map<Name, WeakReference<AlluxioUpload>> used = new LinkedHashMap<>();

  /** Holds none yet, and never more than fit into so many bytes. */
  AlluxioUploadCache(long bytes) {
    this.recent = RecentUploads.within(bytes);
  }

  /** An upload that is there. */
  AlluxioUpload get(BucketName bucket, UploadId id, Supplier<@Nullable AlluxioUpload> reading) {
    return Objects.requireNonNull(find(bucket, id, reading));
  }

  /**
   * An upload.
   *
   * @param reading reads it where it is not in memory
   */
  synchronized @Nullable AlluxioUpload find(
      BucketName bucket, UploadId id, Supplier<@Nullable AlluxioUpload> reading) {
    Name name = new Name(bucket, id);
    WeakReference<AlluxioUpload> reference = used.get(name);
    AlluxioUpload found = reference == null ? null : reference.get();
    if (found == null || found.isGone()) {
      found = reading.get();
      if (found == null) {
        used.remove(name);
        return null;
      }
      used.put(name, new WeakReference<>(found));
    }
    recent.used(found);
    if (used.size() > 2 * recent.count() + CLEARED_ABOVE) {
      used.values().removeIf(held -> held.get() == null);
    }
    return found;
  }

  /** An upload that is in memory, and true to what is there; null where none is. */
  synchronized @Nullable AlluxioUpload known(BucketName bucket, UploadId id) {
    WeakReference<AlluxioUpload> reference = used.get(new Name(bucket, id));
    AlluxioUpload found = reference == null ? null : reference.get();
    return found == null || found.isGone() ? null : found;
  }

  /** Forgets what was read of an upload. Whoever uses it still finds out by itself. */
  synchronized void forget(BucketName bucket, UploadId id) {
    WeakReference<AlluxioUpload> reference = used.remove(new Name(bucket, id));
    AlluxioUpload found = reference == null ? null : reference.get();
    if (found != null) {
      recent.ended(found);
    }
  }

  /** Forgets all uploads of a bucket. */
  synchronized void removeAll(BucketName bucket) {
    used.entrySet()
        .removeIf(
            entry -> {
              AlluxioUpload upload = entry.getValue().get();
              boolean of = entry.getKey().bucket().equals(bucket);
              if (of && upload != null) {
                recent.ended(upload);
                upload.abandon();
              }
              return of;
            });
  }
}
