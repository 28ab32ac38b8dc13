package dev.sluice.agent.store.local.listing;

import dev.sluice.agent.store.engine.listing.ListScan;
import dev.sluice.agent.store.engine.listing.ListedEntry;
import dev.sluice.agent.store.listing.ClosedDirectoryException;
import dev.sluice.agent.store.listing.KeyWalk;
import dev.sluice.agent.store.local.object.Reader;
import dev.sluice.agent.store.local.posix.Descriptor;
import dev.sluice.agent.store.local.posix.Errno;
import dev.sluice.agent.store.local.posix.ErrnoException;
import dev.sluice.agent.store.local.posix.Failures;
import dev.sluice.agent.store.local.posix.Names;
import dev.sluice.agent.store.local.posix.Posix;
import dev.sluice.agent.store.local.tree.DirectoryChanges;
import dev.sluice.agent.store.local.tree.ReadableBucket;
import dev.sluice.agent.store.local.volume.DamageCounters;
import dev.sluice.agent.store.local.volume.Volume;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.StorageException;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * Listings of buckets, from ordered snapshots of their directories, which hear of the engine's own
 * changes at once.
 */
public final class DirectoryListing implements DirectoryChanges, AutoCloseable {
  private final Posix posix;
  private final DamageCounters damage;
  private final Descriptor root;
  private final Reader reader;
  private final Snapshots snapshots;

  /** Takes the snapshots over. */
  public DirectoryListing(Volume volume, Descriptor root, Reader reader, Snapshots snapshots) {
    this.posix = volume.posix();
    this.damage = volume.damage();
    this.root = root;
    this.reader = reader;
    this.snapshots = snapshots;
  }

  /** A page of the bucket's keys, in byte order. */
  public List<ListedEntry> list(ReadableBucket bucket, ListScan scan) throws ErrnoException {
    return bucket.layout().survey(() -> walk(bucket, scan));
  }

  private List<ListedEntry> walk(ReadableBucket bucket, ListScan scan) throws ErrnoException {
    return walk(
        posix,
        damage,
        root,
        snapshots,
        bucket.name(),
        scan,
        (from, path, key) -> reader.stat(bucket, key, from, path));
  }

  static List<ListedEntry> walk(
      Posix posix,
      DamageCounters damage,
      Descriptor root,
      Snapshots snapshots,
      BucketName name,
      ListScan scan,
      BucketTree.ObjectLookup objects)
      throws ErrnoException {
    try (Descriptor directory = posix.openDirectory(root, Names.of(name.value()))) {
      BucketTree tree =
          new BucketTree(
              posix,
              name,
              directory,
              posix.fileSystem(directory).reportsChanges(),
              snapshots,
              scan.effort(),
              objects);
      return KeyWalk.list(tree, scan);
    } catch (ClosedDirectoryException e) {
      if (e.getCause() instanceof ErrnoException cause) {
        String folder = String.valueOf(e.getMessage());
        damage.met(DamageCounters.Kind.CLOSED_FOLDER, folder);
        throw Failures.closedFolder(folder, cause);
      }
      throw e;
    } catch (UncheckedIOException e) {
      if (e.getCause() instanceof ErrnoException cause) {
        throw cause;
      }
      throw e;
    } catch (ErrnoException e) {
      if (e.is(Errno.ENOENT)) {
        throw StorageException.noSuchBucket(name);
      }
      throw e;
    }
  }

  @Override
  public void appeared(BucketName bucket, byte[] directory, byte[] name, boolean isDirectory) {
    snapshots.changed(bucket, directory, name, true, isDirectory);
  }

  @Override
  public void vanished(BucketName bucket, byte[] directory, byte[] name, boolean isDirectory) {
    snapshots.changed(bucket, directory, name, false, isDirectory);
  }

  @Override
  public void bucketVanished(BucketName bucket) {
    snapshots.forget(bucket);
  }

  @Override
  public void close() {
    snapshots.close();
  }
}
