package dev.sluice.cli.tool.object;

import dev.sluice.common.model.KeyOrder;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * The regular files below a folder, in the order that their names have as keys. Links and special
 * files are left out. Memory goes by the directories on the way down, not by the files.
 */
final class LocalTree implements Iterator<Item> {

  /** A name in a directory; {@code key} is what it sorts by. */
  private record Entry(Path path, String key, boolean isFolder) {}

  private final Deque<Iterator<Entry>> open = new ArrayDeque<>();
  private final List<Item> next = new ArrayList<>(1);

  LocalTree(Path folder) {
    open.push(entries(folder, ""));
  }

  @Override
  public boolean hasNext() {
    while (next.isEmpty() && !open.isEmpty()) {
      if (!open.getFirst().hasNext()) {
        open.pop();
        continue;
      }
      Entry entry = open.getFirst().next();
      if (entry.isFolder()) {
        open.push(entries(entry.path(), entry.key()));
      } else {
        next.add(item(entry.path(), entry.key()));
      }
    }
    return !next.isEmpty();
  }

  @Override
  public Item next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return next.removeFirst();
  }

  /** A file as an item of this name. */
  static Item item(Path file, String name) {
    try {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      return new Item(name, attributes.size(), attributes.lastModifiedTime().toInstant(), "");
    } catch (IOException e) {
      throw PartFile.failed(file, e);
    }
  }

  /** A directory sorts as its name and a slash, as its keys do. */
  private static Iterator<Entry> entries(Path folder, String prefix) {
    List<Entry> entries = new ArrayList<>();
    try (DirectoryStream<Path> names = Files.newDirectoryStream(folder)) {
      for (Path path : names) {
        boolean isFolder = Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
        if (isFolder || Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
          String key = prefix + path.getFileName() + (isFolder ? "/" : "");
          entries.add(new Entry(path, key, isFolder));
        }
      }
    } catch (IOException e) {
      throw PartFile.failed(folder, e);
    }
    entries.sort((one, other) -> KeyOrder.compare(one.key(), other.key()));
    return entries.iterator();
  }
}
