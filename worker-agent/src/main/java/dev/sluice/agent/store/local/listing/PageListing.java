package dev.sluice.agent.store.local.listing;

import dev.sluice.agent.store.engine.listing.ListScan;
import dev.sluice.agent.store.engine.listing.ListedEntry;
import dev.sluice.agent.store.engine.object.StoredObject;
import dev.sluice.agent.store.key.KeyPath;
import dev.sluice.agent.store.local.object.Reader;
import dev.sluice.agent.store.local.posix.Descriptor;
import dev.sluice.agent.store.local.posix.ErrnoException;
import dev.sluice.agent.store.local.posix.Names;
import dev.sluice.agent.store.local.tree.ReadableBucket;
import dev.sluice.agent.store.local.volume.Volume;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Listings of buckets whose objects others change as well: each page reads its directories anew and
 * keeps nothing. An object that gives its place to a directory while the page is read, in one step,
 * is looked for inside that.
 */
public final class PageListing {
  private final Volume volume;
  private final Descriptor root;
  private final Reader reader;
  private final long budgetBytes;

  /**
   * Listings.
   *
   * @param budgetBytes memory for the directories of a page
   */
  public PageListing(Volume volume, Descriptor root, Reader reader, long budgetBytes) {
    this.volume = volume;
    this.root = root;
    this.reader = reader;
    this.budgetBytes = budgetBytes;
  }

  /** A page of the bucket's keys, in byte order. */
  public List<ListedEntry> list(ReadableBucket bucket, ListScan scan) throws ErrnoException {
    try (Snapshots snapshots = Snapshots.ofPage(volume, budgetBytes)) {
      return DirectoryListing.walk(
          volume.posix(),
          volume.damage(),
          root,
          snapshots,
          bucket.name(),
          scan,
          (from, path, key) -> object(bucket, from, path, key));
    }
  }

  private @Nullable StoredObject object(
      ReadableBucket bucket, Descriptor from, byte[] path, byte[] key) throws ErrnoException {
    StoredObject found = reader.stat(bucket, key, from, path);
    return found != null || Arrays.equals(Names.last(path), KeyPath.selfName())
        ? found
        : reader.stat(bucket, key, from, KeyPath.selfHome(path));
  }
}
