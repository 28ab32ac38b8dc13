package dev.sluice.agent.store.local;

import dev.sluice.agent.store.engine.ListScan;
import dev.sluice.agent.store.engine.ListedEntry;
import dev.sluice.agent.store.listing.KeyWalk;
import dev.sluice.common.model.BucketName;
import dev.sluice.common.model.ObjectKey;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/** Lists buckets from ordered snapshots of their directories. */
final class DirectoryListing implements Listing {
  /** Memory that snapshots may take, where the heap is large enough. */
  private static final long MAX_SNAPSHOT_BYTES = 64L << 20;

  /** The part of the heap that they may take where it is not. */
  private static final int HEAP_PARTS = 8;

  /** How old what is shown may be where the kernel does not report changes from outside. */
  private static final Duration STALENESS = Duration.ofSeconds(1);

  private final Posix posix;
  private final Descriptor root;
  private final Reader reader;
  private final Snapshots snapshots;

  DirectoryListing(Posix posix, Descriptor root, Reader reader, InstantSource clock) {
    this.posix = posix;
    this.root = root;
    this.reader = reader;
    long budget = Math.min(MAX_SNAPSHOT_BYTES, Runtime.getRuntime().maxMemory() / HEAP_PARTS);
    this.snapshots = new Snapshots(posix, budget, STALENESS, clock);
  }

  @Override
  public List<ListedEntry> list(Bucket bucket, ListScan scan) throws ErrnoException {
    BucketName name = bucket.name();
    try (Descriptor directory = posix.openDirectory(root, Names.of(name.value()))) {
      BucketTree tree =
          new BucketTree(
              posix,
              name,
              directory,
              posix.fileSystem(directory).reportsChanges(),
              snapshots,
              (from, path, key) -> reader.stat(bucket, ObjectKey.ofUtf8(key), from, path));
      return KeyWalk.list(tree, scan);
    } catch (UncheckedIOException e) {
      if (e.getCause() instanceof ErrnoException cause) {
        throw cause;
      }
      throw e;
    } catch (ErrnoException e) {
      if (e.is(Errno.ENOENT)) {
        throw Buckets.missing(name);
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
