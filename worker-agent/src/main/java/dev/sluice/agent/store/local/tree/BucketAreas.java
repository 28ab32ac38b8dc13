package dev.sluice.agent.store.local.tree;

import dev.sluice.agent.store.key.KeyPath;
import dev.sluice.agent.store.local.posix.Descriptor;
import dev.sluice.agent.store.local.posix.Errno;
import dev.sluice.agent.store.local.posix.ErrnoException;
import dev.sluice.agent.store.local.posix.FileStat;
import dev.sluice.agent.store.local.posix.Names;
import dev.sluice.agent.store.local.posix.Opening;
import dev.sluice.agent.store.local.posix.Posix;
import dev.sluice.agent.store.local.posix.RenameMode;
import dev.sluice.agent.store.local.posix.Tree;
import dev.sluice.agent.store.local.record.AreaFiles;
import dev.sluice.agent.store.local.volume.LocalRoot;
import dev.sluice.agent.store.local.volume.StorageArea;
import dev.sluice.agent.store.local.volume.Syncs;
import dev.sluice.agent.store.local.volume.UnfitFileSystem;
import dev.sluice.agent.store.local.volume.Volume;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.FailureDetail;
import dev.sluice.common.model.StorageException;
import dev.sluice.v1.FailureReason;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The areas that serve buckets: the root's, or one inside the bucket where that is a mount or a
 * subvolume, because a file cannot be renamed from one to another. A bucket of the root's file
 * system keeps its records and uploads in the root's area whatever a quota does to it, so that they
 * are found: what cannot be renamed into it goes by {@link InnerAreas}.
 */
public final class BucketAreas implements AutoCloseable {
  private static final byte[] PROBE = Names.of("probe-nothing");
  private static final int MODE = 0700;

  private record Own(long device, long inode, AreaFiles files) {}

  private final Volume volume;
  private final Posix posix;
  private final Syncs syncs;
  private final LocalRoot root;
  private final RelocationJournal journal;
  private final AreaFiles rootFiles;
  private final long rootDevice;
  private final ConcurrentHashMap<BucketName, Own> own = new ConcurrentHashMap<>();

  /** Buckets seen to be on the root's file system, with the inode that was seen. */
  private final ConcurrentHashMap<BucketName, Long> ordinary = new ConcurrentHashMap<>();

  public BucketAreas(Volume volume, LocalRoot root, RelocationJournal journal)
      throws ErrnoException {
    this.volume = volume;
    this.posix = volume.posix();
    this.syncs = volume.syncs();
    this.root = root;
    this.journal = journal;
    this.rootFiles = AreaFiles.of(volume, root.area());
    this.rootDevice = volume.posix().stat(root.directory()).device();
    journal.settle(root.area());
  }

  /** The root's own. */
  public AreaFiles ofRoot() {
    return rootFiles;
  }

  /** All areas that are in use. */
  public Collection<AreaFiles> all() {
    List<AreaFiles> all = new ArrayList<>();
    all.add(rootFiles);
    own.values().forEach(area -> all.add(area.files()));
    return all;
  }

  /**
   * The area of a bucket.
   *
   * @param directory what its directory is now
   */
  AreaFiles of(BucketName bucket, FileStat directory) throws ErrnoException {
    Own area = own.get(bucket);
    if (area != null && area.device() == directory.device() && area.inode() == directory.inode()) {
      return area.files();
    }
    if (area != null && isOfRoot(bucket, directory)) {
      // What lies below the mount is another bucket, and mostly an empty one.
      throw new StorageException(
          FailureReason.UNAVAILABLE,
          "bucket: " + bucket + " was a mount, which is gone (expected: the file system mounted)");
    }
    if (directory.device() == rootDevice) {
      Long seen = ordinary.get(bucket);
      if (seen != null && seen == directory.inode()) {
        return rootFiles;
      }
      if (isOfRoot(bucket, directory)) {
        ordinary.put(bucket, directory.inode());
        return rootFiles;
      }
    }
    return openOwn(bucket);
  }

  /**
   * Whether the bucket is on the root's file system, so that the root's area serves it.
   *
   * @param directory what its directory is now
   */
  boolean isOfRoot(BucketName bucket, FileStat directory) throws ErrnoException {
    return directory.device() == rootDevice && movesFromRoot(bucket);
  }

  /**
   * Whether the bucket is no mount. Asked by a rename of nothing: the kernel compares the mounts
   * first.
   */
  boolean movesFromRoot(BucketName bucket) throws ErrnoException {
    try (Descriptor opened = posix.openDirectory(root.directory(), Names.of(bucket.value()))) {
      posix.rename(root.area().staging(), PROBE, opened, PROBE, RenameMode.REPLACE);
      return true;
    } catch (ErrnoException e) {
      return !e.is(Errno.EXDEV);
    }
  }

  private synchronized AreaFiles openOwn(BucketName bucket) throws ErrnoException {
    try (Descriptor opened = posix.openDirectory(root.directory(), Names.of(bucket.value()))) {
      FileStat stat = posix.stat(opened);
      Own there = own.get(bucket);
      if (there != null && there.device() == stat.device() && there.inode() == stat.inode()) {
        return there.files();
      }
      byte[] name = KeyPath.stagingName();
      try (Descriptor inside = Tree.openOrMakeDirectory(posix, opened, name, MODE)) {
        StorageArea area = openArea(opened, inside);
        AreaFiles files = AreaFiles.of(volume, area);
        own.put(bucket, new Own(stat.device(), stat.inode(), files));
        if (there != null) {
          // Of what was mounted there before, and would stay busy.
          there.files().close();
        }
        return files;
      }
    } catch (UnfitFileSystem e) {
      throw new StorageException(
          FailureReason.STORAGE_FAULT,
          "bucket: " + bucket + " is a mount that cannot be served: " + e.getMessage(),
          FailureDetail.NONE,
          e);
    }
  }

  private StorageArea openArea(Descriptor opened, Descriptor inside) throws ErrnoException {
    try (Opening opening = new Opening()) {
      StorageArea area = opening.add(StorageArea.open(volume, inside), StorageArea::close);
      // What an agent that was killed left there unsynced is answered for from here on.
      syncs.fileSystem(inside);
      syncs.directory(inside);
      syncs.directory(opened);
      journal.settle(area);
      return opening.done(area);
    }
  }

  /** Whether the bucket had an area of its own when it was last used. */
  @Nullable AreaFiles ownOf(BucketName bucket) {
    Own area = own.get(bucket);
    return area == null ? null : area.files();
  }

  /** The places that are low on space, for people: the data folder, and buckets that are mounts. */
  public List<String> low() {
    List<String> low = new ArrayList<>();
    if (rootFiles.area().space().isLow()) {
      low.add("the data folder");
    }
    own.forEach(
        (bucket, area) -> {
          if (area.files().area().space().isLow()) {
            low.add("bucket " + bucket);
          }
        });
    return low;
  }

  /** Removes the area inside a bucket that is about to go. */
  synchronized void remove(BucketName bucket, Descriptor directory) throws ErrnoException {
    Own area = own.remove(bucket);
    if (area != null) {
      area.files().close();
    }
    Tree.remove(posix, directory, KeyPath.stagingName());
    ordinary.remove(bucket);
  }

  @Override
  public void close() {
    own.values().forEach(area -> area.files().close());
  }
}
