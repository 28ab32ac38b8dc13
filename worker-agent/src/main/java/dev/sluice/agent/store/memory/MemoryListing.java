package dev.sluice.agent.store.memory;

import dev.sluice.agent.store.engine.listing.ListScan;
import dev.sluice.agent.store.engine.listing.ListedEntry;
import dev.sluice.agent.store.engine.listing.ListedVersion;
import dev.sluice.agent.store.engine.listing.VersionScan;
import dev.sluice.common.model.ObjectKey;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A listing: a walk over the keys of a bucket that passes by the directories it rolls up. */
final class MemoryListing {
  private final NavigableMap<byte[], MemoryVersions> keys;
  private final ListScan scan;
  private final Predicate<MemoryVersions> listed;
  private Map.@Nullable Entry<byte[], MemoryVersions> next;

  /** A stop of the walk: a directory, or a key with its versions. */
  private sealed interface Stop {
    record Directory(String prefix) implements Stop {}

    record Key(ObjectKey key, MemoryVersions versions) implements Stop {}
  }

  private MemoryListing(
      NavigableMap<byte[], MemoryVersions> keys, ListScan scan, Predicate<MemoryVersions> listed) {
    this.keys = keys;
    this.scan = scan;
    this.listed = listed;
    byte[] prefix = scan.prefix();
    next =
        keys.ceilingEntry(Arrays.compareUnsigned(scan.from(), prefix) < 0 ? prefix : scan.from());
  }

  /** A page of current objects. */
  static List<ListedEntry> entries(NavigableMap<byte[], MemoryVersions> keys, ListScan scan) {
    MemoryListing walk = new MemoryListing(keys, scan, versions -> versions.current() != null);
    List<ListedEntry> page = new ArrayList<>();
    while (page.size() < scan.limit()) {
      switch (walk.next()) {
        case null -> {
          return page;
        }
        case Stop.Directory(String prefix) -> page.add(new ListedEntry.Directory(prefix));
        case Stop.Key(ObjectKey key, MemoryVersions versions) ->
            page.add(new ListedEntry.Key(key, Objects.requireNonNull(versions.current()).stored()));
      }
    }
    return page;
  }

  /** A page of versions. */
  static List<ListedVersion> versions(NavigableMap<byte[], MemoryVersions> keys, VersionScan scan) {
    MemoryListing walk = new MemoryListing(keys, scan.keys(), versions -> true);
    List<ListedVersion> page = new ArrayList<>();
    while (page.size() < scan.keys().limit()) {
      switch (walk.next()) {
        case null -> {
          return page;
        }
        case Stop.Directory(String prefix) -> page.add(new ListedVersion.Directory(prefix));
        case Stop.Key(ObjectKey key, MemoryVersions versions) -> {
          boolean first = Arrays.equals(key.utf8(), scan.keys().from());
          versions.newestFirst().stream()
              .skip(first ? versions.countTo(scan.after()) : 0)
              .limit(scan.keys().limit() - page.size())
              .map(version -> line(key, version, versions.isNewest(version)))
              .forEach(page::add);
        }
      }
    }
    return page;
  }

  private static ListedVersion line(ObjectKey key, MemoryVersion version, boolean latest) {
    return switch (version) {
      case MemoryObject object -> new ListedVersion.Stored(key, object.stored(), latest);
      case MemoryMarker(var marker) -> new ListedVersion.Marker(key, marker, latest);
    };
  }

  private @Nullable Stop next() {
    while (next != null && beginsWith(next.getKey(), scan.prefix())) {
      byte[] key = next.getKey();
      MemoryVersions versions = next.getValue();
      if (!listed.test(versions)) {
        next = keys.higherEntry(key);
        continue;
      }
      byte[] directory = scan.rollUp() ? directoryOf(key, scan.prefix().length) : null;
      if (directory == null) {
        next = keys.higherEntry(key);
        return new Stop.Key(ObjectKey.ofUtf8(key), versions);
      }
      next = keys.ceilingEntry(after(directory));
      return new Stop.Directory(new String(directory, StandardCharsets.UTF_8));
    }
    return null;
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

  /** The first key after all keys of a directory: '0' comes after '/'. */
  private static byte[] after(byte[] directory) {
    byte[] after = directory.clone();
    after[after.length - 1]++;
    return after;
  }
}
