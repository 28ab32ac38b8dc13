package dev.sluice.engine.alluxio;

import static java.nio.charset.StandardCharsets.UTF_8;

import alluxio.client.file.URIStatus;
import dev.sluice.agent.store.engine.listing.Effort;
import dev.sluice.agent.store.listing.DirectoryEntries;
import dev.sluice.agent.store.listing.DirectoryReading;
import dev.sluice.agent.store.listing.DirectorySnapshot;
import dev.sluice.agent.store.listing.OrderedEntries;
import dev.sluice.agent.store.listing.SortKey;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The entries of a directory in the order of keys. Alluxio lists a directory as a whole and in an
 * order of its own: it is read once for each place that a walk begins at, and of a large one a
 * window of it is kept, with the status of the files that come first.
 */
final class AlluxioEntries implements OrderedEntries {
  /** Room for names. */
  private static final long WINDOW_BYTES = 16 << 20;

  /** The number of files whose status is kept until the walk asks for their objects. */
  private static final int MAX_SEEN = 1_024;

  private final AlluxioClient client;
  private final String path;
  private final byte[] keyPrefix;
  private final Effort effort;
  private final TreeMap<byte[], URIStatus> seen = new TreeMap<>(Arrays::compareUnsigned);
  private DirectorySnapshot snapshot = new DirectorySnapshot();
  private boolean read;

  AlluxioEntries(AlluxioClient client, String path, byte[] keyPrefix, Effort effort) {
    this.client = client;
    this.path = path;
    this.keyPrefix = keyPrefix;
    this.effort = effort;
  }

  /** The status of a file as it was when the directory was read; null where it was not kept. */
  @Nullable URIStatus seen(String file) {
    return AlluxioPaths.parent(file).equals(path)
        ? seen.get(AlluxioPaths.name(file).getBytes(UTF_8))
        : null;
  }

  @Override
  public boolean contains(SortKey key) {
    return covering(key).contains(key);
  }

  @Override
  public Iterator<SortKey> from(SortKey start) {
    return new Windows(start);
  }

  private DirectorySnapshot covering(SortKey place) {
    if (!read || !snapshot.covers(place)) {
      DirectoryEntries entries = new DirectoryEntries(place, WINDOW_BYTES);
      seen.clear();
      DirectoryReading.read(
          AlluxioPaths.KEYS, keyPrefix, entries, (below, visitor) -> read(place, below, visitor));
      snapshot = new DirectorySnapshot();
      snapshot.fill(entries);
      read = true;
    }
    return snapshot;
  }

  private void read(SortKey place, List<byte[]> below, DirectoryReading.Visitor visitor) {
    StringBuilder directory = new StringBuilder(path);
    below.forEach(name -> directory.append('/').append(AlluxioPaths.text(name)));
    int[] count = {0};
    client.list(
        directory.toString(),
        entry -> {
          count[0]++;
          byte[] name = entry.getName().getBytes(UTF_8);
          if (entry.isFolder() || AlluxioFile.isFile(entry)) {
            visitor.visit(name, 0, name.length, entry.isFolder());
          }
          if (below.isEmpty()
              && AlluxioFile.isFile(entry)
              && Arrays.compareUnsigned(name, place.bytes()) >= 0) {
            see(name, entry);
          }
        });
    for (int spent = 0; spent < count[0]; spent++) {
      effort.spend();
    }
  }

  private void see(byte[] name, URIStatus file) {
    seen.put(name, file);
    if (seen.size() > MAX_SEEN) {
      seen.pollLastEntry();
    }
  }

  /** One window of the directory after the other. */
  private final class Windows implements Iterator<SortKey> {
    private DirectorySnapshot window;
    private Iterator<SortKey> entries;

    Windows(SortKey start) {
      window = covering(start);
      entries = window.from(start);
    }

    @Override
    public boolean hasNext() {
      while (!entries.hasNext()) {
        SortKey end = window.end();
        if (end == null) {
          return false;
        }
        window = covering(end);
        entries = window.from(end);
      }
      return true;
    }

    @Override
    public SortKey next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      return entries.next();
    }
  }
}
