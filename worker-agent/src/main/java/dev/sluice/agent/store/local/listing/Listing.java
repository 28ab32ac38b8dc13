package dev.sluice.agent.store.local.listing;

import dev.sluice.agent.store.engine.ListScan;
import dev.sluice.agent.store.engine.ListedEntry;
import dev.sluice.agent.store.local.posix.ErrnoException;
import dev.sluice.agent.store.local.tree.DirectoryChanges;
import dev.sluice.agent.store.local.tree.ReadableBucket;
import java.util.List;

/** Lists a bucket's keys in byte order; hears of the engine's own changes at once. */
public interface Listing extends DirectoryChanges, AutoCloseable {
  /** A stretch of the bucket's keys. */
  List<ListedEntry> list(ReadableBucket bucket, ListScan scan) throws ErrnoException;

  @Override
  void close();
}
