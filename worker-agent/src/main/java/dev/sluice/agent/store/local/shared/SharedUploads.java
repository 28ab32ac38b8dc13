package dev.sluice.agent.store.local.shared;

import dev.sluice.agent.store.engine.upload.ListedUpload;
import dev.sluice.agent.store.engine.upload.UploadRecord;
import dev.sluice.agent.store.engine.upload.UploadScan;
import dev.sluice.agent.store.engine.upload.UploadSelection;
import dev.sluice.agent.store.format.CheckedMessage;
import dev.sluice.agent.store.format.UploadCodec;
import dev.sluice.agent.store.format.UploadStart;
import dev.sluice.agent.store.local.posix.Descriptor;
import dev.sluice.agent.store.local.posix.ErrnoException;
import dev.sluice.agent.store.local.posix.ErrnoSearch;
import dev.sluice.agent.store.local.posix.Names;
import dev.sluice.agent.store.local.posix.Posix;
import dev.sluice.agent.store.local.posix.RenameMode;
import dev.sluice.agent.store.local.posix.Tree;
import dev.sluice.agent.store.local.upload.OpenUploads;
import dev.sluice.agent.store.local.volume.Volume;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.StorageException;
import dev.sluice.common.model.UploadId;
import dev.sluice.v1.FailureReason;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The uploads of all buckets: a folder each, which any agent reads and the owner of its key's slot
 * changes.
 */
final class SharedUploads {
  private static final byte[] START = Names.of("upload");
  private static final int DIRECTORY_MODE = 0700;
  private static final int FILE_MODE = 0600;

  private final Volume volume;
  private final Posix posix;
  private final SharedFolder folder;
  private final SharedSlots slots;
  private final SharedBuckets buckets;
  private final long maximumUnfinished;

  /** Those in use, so that all requests of this agent know of each other. */
  private final Map<BucketName, OpenUploads<SharedUpload>> live = new ConcurrentHashMap<>();

  /**
   * The uploads of a store.
   *
   * @param maximumUnfinished how many a bucket may have
   */
  SharedUploads(
      Volume volume,
      SharedFolder folder,
      SharedSlots slots,
      SharedBuckets buckets,
      long maximumUnfinished) {
    this.volume = volume;
    this.posix = volume.posix();
    this.folder = folder;
    this.slots = slots;
    this.buckets = buckets;
    this.maximumUnfinished = maximumUnfinished;
  }

  /**
   * Begins an upload, durably.
   *
   * @throws StorageException {@code OVERLOADED} where the bucket has as many as it may
   */
  SharedUpload create(UploadRecord upload) throws ErrnoException {
    folder.area().space().requireRoom(0);
    requirePlace(upload.bucket());
    return slots.decide(
        upload.bucket(),
        upload.key(),
        tenure -> {
          var _ = buckets.require(upload.bucket());
          create(tenure, upload);
          return Objects.requireNonNull(live(upload.bucket(), upload.id(), () -> open(upload)));
        });
  }

  private void create(SlotEpoch.Tenure tenure, UploadRecord upload) throws ErrnoException {
    byte[] made = tenure.epoch().nextName("begun");
    posix.makeDirectory(tenure.folder(), made, DIRECTORY_MODE);
    try (Descriptor own = posix.openDirectory(tenure.folder(), made)) {
      try (Descriptor file = posix.create(own, START, FILE_MODE)) {
        byte[] start = CheckedMessage.write(UploadCodec.store(upload));
        posix.write(file, ByteBuffer.wrap(start), 0);
        volume.syncs().file(file);
      }
      volume.syncs().directory(own);
    }
    try (Descriptor all =
        Tree.openOrMakeDirectory(
            posix, folder.area().uploads(), Names.of(upload.bucket().value()), DIRECTORY_MODE)) {
      tenure.show(posix, made, all, Names.of(upload.id().value()), RenameMode.NO_REPLACE);
      volume.syncs().directory(all);
    }
    volume.syncs().directory(folder.area().uploads());
  }

  private void requirePlace(BucketName bucket) throws ErrnoException {
    if (names(bucket).size() < maximumUnfinished) {
      return;
    }
    long unfinished = 0;
    for (UploadId id : ids(bucket)) {
      SharedUpload upload = find(bucket, id);
      unfinished += upload != null && upload.isUnfinished() ? 1 : 0;
    }
    if (unfinished >= maximumUnfinished) {
      throw new StorageException(
          FailureReason.OVERLOADED,
          "unfinished uploads: %d (limit: %d, maximum-uploads)"
              .formatted(unfinished, maximumUnfinished));
    }
  }

  /** An upload; null where there is none. */
  @Nullable SharedUpload find(BucketName bucket, UploadId id) throws ErrnoException {
    UploadRecord record = read(bucket, id);
    return record == null ? null : live(bucket, id, () -> open(record));
  }

  private @Nullable SharedUpload live(
      BucketName bucket, UploadId id, ErrnoSearch<SharedUpload> source) throws ErrnoException {
    return live.computeIfAbsent(bucket, _ -> new OpenUploads<>()).get(id, source);
  }

  private SharedUpload open(UploadRecord upload) {
    return new SharedUpload(volume, folder, slots, upload);
  }

  private @Nullable UploadRecord read(BucketName bucket, UploadId id) throws ErrnoException {
    byte[] path = Names.of(bucket + "/" + id + "/" + Names.show(START));
    byte[] bytes = Tree.readRecord(posix, folder.area().uploads(), path);
    UploadStart start = bytes == null ? null : CheckedMessage.read(bytes, UploadStart.parser());
    UploadRecord upload = start == null ? null : UploadCodec.load(start);
    return upload != null && upload.bucket().equals(bucket) && upload.id().equals(id)
        ? upload
        : null;
  }

  /** A page of the unfinished ones; reads all folders, one by one. */
  List<ListedUpload> page(BucketName bucket, UploadScan scan) throws ErrnoException {
    UploadSelection selection = new UploadSelection(scan);
    for (UploadId id : ids(bucket)) {
      UploadRecord upload = read(bucket, id);
      if (upload != null && selection.wants(upload) && open(upload).isUnfinished()) {
        selection.add(upload);
      }
    }
    return selection.page();
  }

  /** Ids of all of a bucket's, tombstones included. */
  List<UploadId> ids(BucketName bucket) throws ErrnoException {
    List<UploadId> ids = new ArrayList<>();
    for (byte[] name : names(bucket)) {
      if (UploadId.isLegal(Names.show(name))) {
        ids.add(new UploadId(Names.show(name)));
      }
    }
    return ids;
  }

  private List<byte[]> names(BucketName bucket) throws ErrnoException {
    return Tree.names(posix, folder.area().uploads(), Names.of(bucket.value()));
  }
}
