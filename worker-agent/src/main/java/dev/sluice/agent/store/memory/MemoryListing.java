package dev.sluice.agent.store.memory;

import dev.sluice.agent.store.engine.ListScan;
import dev.sluice.agent.store.engine.ListedEntry;
import dev.sluice.common.model.ObjectKey;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import org.jspecify.annotations.Nullable;

/** One stretch of a bucket's keys. */
final class MemoryListing {
  private final NavigableMap<byte[], MemoryObject> objects;
  private final ListScan scan;

  MemoryListing(NavigableMap<byte[], MemoryObject> objects, ListScan scan) {
    this.objects = objects;
    this.scan = scan;
  }

  List<ListedEntry> entries() {
    List<ListedEntry> entries = new ArrayList<>();
    byte[] prefix = scan.prefix();
    byte[] from = Arrays.compareUnsigned(scan.from(), prefix) < 0 ? prefix : scan.from();
    Map.Entry<byte[], MemoryObject> next = objects.ceilingEntry(from);
    while (next != null && entries.size() < scan.limit() && beginsWith(next.getKey(), prefix)) {
      byte[] directory = scan.rollUp() ? directoryOf(next.getKey(), prefix.length) : null;
      if (directory == null) {
        entries.add(new ListedEntry.Key(ObjectKey.ofUtf8(next.getKey()), next.getValue().stored()));
        next = objects.higherEntry(next.getKey());
      } else {
        entries.add(new ListedEntry.Directory(new String(directory, StandardCharsets.UTF_8)));
        next = objects.ceilingEntry(after(directory));
      }
    }
    return entries;
  }

  private static boolean beginsWith(byte[] key, byte[] prefix) {
    return key.length >= prefix.length
        && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
  }

  /** The key up to its first slash after the prefix; null where there is none. */
  private static byte @Nullable [] directoryOf(byte[] key, int prefixLength) {
    for (int i = prefixLength; i < key.length; i++) {
      if (key[i] == '/') {
        return Arrays.copyOf(key, i + 1);
      }
    }
    return null;
  }

  /** What follows all keys of a directory: '0' comes after '/'. */
  private static byte[] after(byte[] directory) {
    byte[] after = directory.clone();
    after[after.length - 1]++;
    return after;
  }
}
