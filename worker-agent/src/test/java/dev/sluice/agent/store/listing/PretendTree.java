package dev.sluice.agent.store.listing;

import dev.sluice.agent.store.engine.object.ObjectRecord;
import dev.sluice.agent.store.engine.object.StateToken;
import dev.sluice.agent.store.engine.object.StoredObject;
import dev.sluice.agent.store.engine.object.VersionId;
import dev.sluice.agent.store.key.KeyPath;
import dev.sluice.common.model.ObjectKey;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A tree of directories without a file system: each key lies where {@link KeyPath} says. */
final class PretendTree implements DirectoryTree {
  static final StoredObject OBJECT =
      new StoredObject(
          VersionId.NULL, ObjectRecord.NONE, 0, Instant.EPOCH, new StateToken("1"), null);

  private final Map<String, Set<String>> directories = new TreeMap<>();
  private final Set<String> files = new TreeSet<>();

  PretendTree(Collection<String> keys) {
    directories.put("", new TreeSet<>());
    for (String key : keys) {
      String path = latin1(KeyPath.POSIX.encode(new ObjectKey(key).utf8()));
      files.add(path);
      for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
        addDirectory(path.substring(0, slash));
      }
      directories.computeIfAbsent(parent(path), absent -> new TreeSet<>()).add(name(path));
    }
  }

  private void addDirectory(String path) {
    directories.computeIfAbsent(path, absent -> new TreeSet<>());
    directories.computeIfAbsent(parent(path), absent -> new TreeSet<>()).add(name(path));
  }

  @Override
  public @Nullable Directory open(byte[] keyPrefix) {
    String path = pathOf(keyPrefix);
    if (!directories.containsKey(path)) {
      return null;
    }
    DirectorySnapshot snapshot = new DirectorySnapshot();
    DirectoryEntries entries = DirectoryEntries.all();
    DirectoryReading.read(
        KeyPath.POSIX,
        keyPrefix,
        entries,
        (below, visitor) -> {
          List<String> parts = new ArrayList<>(path.isEmpty() ? List.of() : List.of(path));
          below.forEach(chunk -> parts.add(latin1(chunk)));
          String directory = String.join("/", parts);
          for (String name : directories.getOrDefault(directory, Set.of())) {
            String child = directory.isEmpty() ? name : directory + "/" + name;
            byte[] bytes = name.getBytes(StandardCharsets.ISO_8859_1);
            visitor.visit(bytes, 0, bytes.length, directories.containsKey(child));
          }
        });
    snapshot.fill(entries);
    return new Directory() {
      @Override
      public OrderedEntries entries() {
        return snapshot;
      }

      @Override
      public @Nullable StoredObject object(byte[] key, EntryKind kind) {
        return files.contains(latin1(KeyPath.POSIX.encode(key))) ? OBJECT : null;
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public boolean holdsKeys(byte[] keyPrefix) {
    String path = pathOf(keyPrefix) + "/";
    return files.stream().anyMatch(file -> file.startsWith(path));
  }

  private static String pathOf(byte[] keyPrefix) {
    if (keyPrefix.length == 0) {
      return "";
    }
    byte[] child = Arrays.copyOf(keyPrefix, keyPrefix.length + 1);
    child[keyPrefix.length] = 'x';
    return parent(latin1(KeyPath.POSIX.encode(child)));
  }

  private static String parent(String path) {
    return path.substring(0, Math.max(0, path.lastIndexOf('/')));
  }

  private static String name(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private static String latin1(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }
}
