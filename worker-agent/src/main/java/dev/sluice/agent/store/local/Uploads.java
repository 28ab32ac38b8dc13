package dev.sluice.agent.store.local;

import dev.sluice.agent.store.engine.UploadRecord;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.UploadId;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import org.jspecify.annotations.Nullable;

/**
 * The uploads of all buckets. A bucket's are read from the disk when they are first asked for, and
 * then known.
 */
final class Uploads {
  private static final Comparator<UploadRecord> ORDER =
      Comparator.comparing(UploadRecord::key)
          .thenComparing(UploadRecord::initiated)
          .thenComparing(upload -> upload.id().value());

  private final Posix posix;
  private final Syncs syncs;
  private final Damages damages;
  private final int fileMode;
  private final InstantSource clock;
  private final Map<BucketName, Known> known = new ConcurrentHashMap<>();

  /** Those of a bucket, as long as nothing else is mounted in its place. */
  private record Known(StorageArea area, Map<UploadId, LocalUpload> uploads) {}

  Uploads(Posix posix, Syncs syncs, Damages damages, int fileMode, InstantSource clock) {
    this.posix = posix;
    this.syncs = syncs;
    this.damages = damages;
    this.fileMode = fileMode;
    this.clock = clock;
  }

  /** Begins an upload, durably. */
  LocalUpload create(Bucket bucket, UploadRecord upload) throws ErrnoException {
    // The bucket's removal would otherwise miss it.
    bucket.area().space().requireRoom(0);
    Lock layout = bucket.layout().readLock();
    layout.lock();
    try {
      Map<UploadId, LocalUpload> all = of(bucket);
      UploadFolder folder =
          new UploadFolder(posix, syncs, bucket.area(), bucket.name(), upload.id().value());
      folder.create(upload);
      LocalUpload created = new LocalUpload(posix, syncs, folder, upload, false, fileMode, clock);
      all.put(upload.id(), created);
      return created;
    } finally {
      layout.unlock();
    }
  }

  /** An upload; null where there is none. */
  @Nullable LocalUpload find(Bucket bucket, UploadId id) throws ErrnoException {
    LocalUpload upload = of(bucket).get(id);
    return upload == null || upload.isGone() ? null : upload;
  }

  /** All of a bucket, tombstones included. */
  List<LocalUpload> all(Bucket bucket) throws ErrnoException {
    Map<UploadId, LocalUpload> all = of(bucket);
    all.values().removeIf(LocalUpload::isGone);
    return List.copyOf(all.values());
  }

  /** The unfinished ones by key, time of beginning and id. */
  List<UploadRecord> unfinished(Bucket bucket) throws ErrnoException {
    return all(bucket).stream()
        .filter(upload -> upload.completion() == null)
        .map(LocalUpload::upload)
        .sorted(ORDER)
        .toList();
  }

  private synchronized Map<UploadId, LocalUpload> of(Bucket bucket) throws ErrnoException {
    Known there = known.get(bucket.name());
    if (there == null || there.area() != bucket.area()) {
      there = new Known(bucket.area(), load(bucket));
      known.put(bucket.name(), there);
    }
    return there.uploads();
  }

  private Map<UploadId, LocalUpload> load(Bucket bucket) throws ErrnoException {
    Map<UploadId, LocalUpload> found = new ConcurrentHashMap<>();
    byte[] name = Names.of(bucket.name().value());
    if (Tree.stat(posix, bucket.area().uploads(), name) == null) {
      return found;
    }
    try (Descriptor folders = posix.openDirectory(bucket.area().uploads(), name)) {
      for (byte[] folder : Tree.names(posix, folders)) {
        load(bucket, folders, folder, found);
      }
    }
    return found;
  }

  private void load(
      Bucket bucket, Descriptor folders, byte[] bytes, Map<UploadId, LocalUpload> found)
      throws ErrnoException {
    String name = Names.show(bytes);
    if (name.endsWith(UploadFolder.GONE)) {
      // Already given up.
      Tree.remove(posix, folders, bytes);
      return;
    }
    UploadFolder folder = new UploadFolder(posix, syncs, bucket.area(), bucket.name(), name);
    UploadRecord upload = folder.read();
    if (upload == null && folder.wasNeverBegun()) {
      Tree.remove(posix, folders, bytes);
      return;
    }
    boolean finished = upload != null && name.equals(upload.id() + UploadFolder.DONE);
    boolean ownName = upload != null && (finished || name.equals(upload.id().value()));
    if (upload == null || !ownName || !upload.bucket().equals(bucket.name())) {
      // It may hold parts that somebody was promised: people decide what becomes of them.
      damages.met(Damages.Kind.UPLOAD, bucket.name() + "/" + name);
      return;
    }
    found.put(
        upload.id(), new LocalUpload(posix, syncs, folder, upload, finished, fileMode, clock));
  }

  /** Forgets a bucket that is not there any more, and removes what it left outside itself. */
  synchronized void removeAll(BucketName bucket, StorageArea area) throws ErrnoException {
    Known gone = known.remove(bucket);
    if (gone != null) {
      gone.uploads().values().forEach(LocalUpload::abandon);
    }
    Tree.remove(posix, area.uploads(), Names.of(bucket.value()));
  }
}
