package dev.sluice.agent.store.local.upload;

import dev.sluice.agent.store.engine.upload.ListedUpload;
import dev.sluice.agent.store.engine.upload.RecentUploads;
import dev.sluice.agent.store.engine.upload.UploadRecord;
import dev.sluice.agent.store.engine.upload.UploadScan;
import dev.sluice.agent.store.engine.upload.UploadSelection;
import dev.sluice.agent.store.local.posix.Descriptor;
import dev.sluice.agent.store.local.posix.DirectoryCursor;
import dev.sluice.agent.store.local.posix.ErrnoException;
import dev.sluice.agent.store.local.posix.Names;
import dev.sluice.agent.store.local.posix.Posix;
import dev.sluice.agent.store.local.posix.Tree;
import dev.sluice.agent.store.local.tree.Bucket;
import dev.sluice.agent.store.local.volume.DamageCounters;
import dev.sluice.agent.store.local.volume.StorageArea;
import dev.sluice.agent.store.local.volume.Volume;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.StorageException;
import dev.sluice.common.model.UploadId;
import dev.sluice.v1.FailureReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Lock;
import org.jspecify.annotations.Nullable;

/**
 * The uploads of all buckets. They live on the disk; in memory are those in use, and those that
 * were used last.
 */
public final class Uploads {
  private final Volume volume;
  private final Posix posix;
  private final DamageCounters damage;
  private final long maximumUnfinished;
  private final RecentUploads<LocalUpload> recent;
  private final Map<BucketName, Known> known = new ConcurrentHashMap<>();

  /** Those of a bucket, as long as nothing else is mounted in its place. */
  private static final class Known {
    private final StorageArea area;
    private final OpenUploads<LocalUpload> live = new OpenUploads<>();
    private final AtomicLong unfinished = new AtomicLong();
    private volatile boolean tidied;

    Known(StorageArea area) {
      this.area = area;
    }
  }

  /**
   * The uploads of a data folder.
   *
   * @param maximumUnfinished how many a bucket may have
   */
  public Uploads(Volume volume, long maximumUnfinished, RecentUploads<LocalUpload> recent) {
    this.volume = volume;
    this.posix = volume.posix();
    this.damage = volume.damage();
    this.maximumUnfinished = maximumUnfinished;
    this.recent = recent;
  }

  /**
   * Begins an upload, durably.
   *
   * @throws StorageException {@code OVERLOADED} where the bucket has as many as it may
   */
  public LocalUpload create(Bucket bucket, UploadRecord upload) throws ErrnoException {
    // The bucket's removal would otherwise miss it.
    bucket.area().space().requireRoom(0);
    Lock layout = bucket.layout().readLock();
    layout.lock();
    try {
      Known there = of(bucket);
      requirePlace(bucket, there);
      UploadFolder folder = folder(bucket, upload.id().value());
      folder.create(upload);
      there.unfinished.incrementAndGet();
      LocalUpload created = new LocalUpload(volume, recent, folder, upload, false);
      // A listing may have read it already.
      LocalUpload live = Objects.requireNonNull(there.live.get(upload.id(), () -> created));
      recent.used(live);
      return live;
    } finally {
      layout.unlock();
    }
  }

  /** Counts anew at the limit only: until then those that ended count as well. */
  private void requirePlace(Bucket bucket, Known there) throws ErrnoException {
    if (there.unfinished.get() >= maximumUnfinished) {
      there.unfinished.set(ids(bucket, false).size());
      if (there.unfinished.get() >= maximumUnfinished) {
        throw new StorageException(
            FailureReason.OVERLOADED,
            "unfinished uploads: %d (limit: %d, maximum-uploads)"
                .formatted(there.unfinished.get(), maximumUnfinished));
      }
    }
  }

  /** An upload; null where there is none. */
  public @Nullable LocalUpload find(Bucket bucket, UploadId id) throws ErrnoException {
    LocalUpload upload = look(bucket, id);
    if (upload != null) {
      recent.used(upload);
    }
    return upload;
  }

  /** The same, of one that will hardly be asked for again. */
  public @Nullable LocalUpload look(Bucket bucket, UploadId id) throws ErrnoException {
    LocalUpload upload = of(bucket).live.get(id, () -> read(bucket, id));
    return upload == null || upload.isGone() ? null : upload;
  }

  /**
   * The ids of a bucket's uploads.
   *
   * @param finished whether tombstones are meant, too
   */
  public List<UploadId> ids(Bucket bucket, boolean finished) throws ErrnoException {
    of(bucket);
    List<UploadId> ids = new ArrayList<>();
    for (byte[] name : names(bucket)) {
      String text = Names.show(name);
      if (finished && text.endsWith(UploadFolder.DONE)) {
        text = text.substring(0, text.length() - UploadFolder.DONE.length());
      }
      if (UploadId.isLegal(text)) {
        ids.add(new UploadId(text));
      }
    }
    return ids;
  }

  /** A page of the unfinished ones; reads all folders, one by one. */
  public List<ListedUpload> page(Bucket bucket, UploadScan scan) throws ErrnoException {
    UploadSelection selection = new UploadSelection(scan);
    of(bucket);
    forEachName(
        bucket,
        bytes -> {
          String name = Names.show(bytes);
          LocalUpload upload = UploadId.isLegal(name) ? look(bucket, new UploadId(name)) : null;
          if (upload != null && selection.wants(upload.upload()) && upload.completion() == null) {
            selection.add(upload.upload());
          }
        });
    return selection.page();
  }

  private Known of(Bucket bucket) throws ErrnoException {
    Known there =
        Objects.requireNonNull(
            known.compute(
                bucket.name(),
                (name, before) ->
                    before == null || before.area != bucket.area()
                        ? new Known(bucket.area())
                        : before));
    if (!there.tidied) {
      tidy(bucket, there);
    }
    return there;
  }

  /** Once: removes what a killed agent left, and reports damage. */
  private void tidy(Bucket bucket, Known there) throws ErrnoException {
    synchronized (there) {
      if (there.tidied) {
        return;
      }
      for (byte[] name : names(bucket)) {
        tidy(bucket, name, there);
      }
      there.tidied = true;
    }
  }

  private void tidy(Bucket bucket, byte[] bytes, Known there) throws ErrnoException {
    String name = Names.show(bytes);
    UploadFolder folder = folder(bucket, name);
    if (name.endsWith(UploadFolder.GONE)) {
      // Already given up.
      folder.remove();
      return;
    }
    UploadRecord upload = folder.read();
    if (upload == null && folder.wasNeverBegun()) {
      folder.remove();
      return;
    }
    if (!isOwn(bucket, name, upload)) {
      // It may hold acknowledged parts: people decide what becomes of them.
      damage.met(DamageCounters.Kind.UPLOAD, bucket.name() + "/" + name);
    } else if (!name.endsWith(UploadFolder.DONE)) {
      there.unfinished.incrementAndGet();
    }
  }

  private static boolean isOwn(Bucket bucket, String name, @Nullable UploadRecord upload) {
    return upload != null
        && upload.bucket().equals(bucket.name())
        && (name.equals(upload.id().value()) || name.equals(upload.id() + UploadFolder.DONE));
  }

  private @Nullable LocalUpload read(Bucket bucket, UploadId id) throws ErrnoException {
    LocalUpload open = read(bucket, id.value(), false);
    return open == null ? read(bucket, id + UploadFolder.DONE, true) : open;
  }

  private @Nullable LocalUpload read(Bucket bucket, String name, boolean finished)
      throws ErrnoException {
    UploadFolder folder = folder(bucket, name);
    UploadRecord upload = folder.read();
    return upload != null && isOwn(bucket, name, upload)
        ? new LocalUpload(volume, recent, folder, upload, finished)
        : null;
  }

  private UploadFolder folder(Bucket bucket, String name) {
    return new UploadFolder(volume, bucket.area(), bucket.name(), name);
  }

  private List<byte[]> names(Bucket bucket) throws ErrnoException {
    List<byte[]> names = new ArrayList<>();
    forEachName(bucket, names::add);
    return names;
  }

  /** What is done with the name of an upload's folder. */
  private interface Visitor {
    void visit(byte[] name) throws ErrnoException;
  }

  private void forEachName(Bucket bucket, Visitor visitor) throws ErrnoException {
    byte[] name = Names.of(bucket.name().value());
    if (Tree.stat(posix, bucket.area().uploads(), name) == null) {
      return;
    }
    try (Descriptor folders = posix.openDirectory(bucket.area().uploads(), name);
        DirectoryCursor cursor = DirectoryCursor.open(posix, folders)) {
      while (cursor.next()) {
        visitor.visit(cursor.name());
      }
    }
  }

  /** Forgets a bucket that is not there any more, and removes what it left outside itself. */
  public void removeAll(BucketName bucket, StorageArea area) throws ErrnoException {
    Known gone = known.remove(bucket);
    if (gone != null) {
      gone.live.all().forEach(LocalUpload::abandon);
    }
    Tree.remove(posix, area.uploads(), Names.of(bucket.value()));
  }
}
