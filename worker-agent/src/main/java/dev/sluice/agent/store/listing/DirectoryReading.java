package dev.sluice.agent.store.listing;

import dev.sluice.agent.store.key.EntryName;
import dev.sluice.agent.store.key.KeyPath;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads what a directory holds into entries. Segments too long for one name lie in directories of
 * their own; their families are read along, since their keys stand between those of the directory.
 */
public final class DirectoryReading {
  /** No segment has more: each is filled with whole code points as far as a name goes. */
  private static final int MAX_CHUNKS = 15;

  private final KeyPath keyPath;
  private final byte[] keyPrefix;
  private final Names names;
  private final DirectoryEntries entries;

  private DirectoryReading(
      KeyPath keyPath, byte[] keyPrefix, DirectoryEntries entries, Names names) {
    this.keyPath = keyPath;
    this.keyPrefix = keyPrefix;
    this.entries = entries;
    this.names = names;
  }

  /** Collects the entries of the directory with this key prefix. */
  public static void read(
      KeyPath keyPath, byte[] keyPrefix, DirectoryEntries entries, Names names) {
    new DirectoryReading(keyPath, keyPrefix, entries, names).collect(List.of());
  }

  private void collect(List<byte[]> chunks) {
    names.read(
        chunks,
        (bytes, from, to, directory) -> {
          if (chunks.isEmpty() && keyPath.isPlainName(bytes, from, to)) {
            entries.addPlain(bytes, from, to, directory);
            return;
          }
          byte[] name = Arrays.copyOfRange(bytes, from, to);
          EntryName entry = keyPath.entry(name);
          switch (entry.kind()) {
            case SEGMENT, RUN, END -> {
              if (chunks.isEmpty()) {
                entries.add(SortedEntry.of(keyPrefix, entry, directory));
              }
            }
            case CHUNK -> {
              if (directory && chunks.size() < MAX_CHUNKS) {
                collect(with(chunks, name));
              }
            }
            case LAST_CHUNK -> {
              byte[] segment = keyPath.decodeSegment(with(chunks, name));
              if (segment != null) {
                entries.add(directory ? SortedEntry.directory(segment) : SortedEntry.file(segment));
              }
            }
            case SELF, STAGING, NO_KEY -> {}
          }
        });
  }

  private static List<byte[]> with(List<byte[]> chunks, byte[] name) {
    List<byte[]> longer = new ArrayList<>(chunks);
    longer.add(name);
    return longer;
  }

  /** Reads the names in one directory. */
  @FunctionalInterface
  public interface Names {
    /**
     * Tells every name of regular files and directories, in any order; of nothing where the
     * directory is gone.
     *
     * @param below names of directories leading down from the directory being read; empty: that one
     *     itself
     */
    void read(List<byte[]> below, Visitor visitor);
  }

  /** The receiver of names. */
  @FunctionalInterface
  public interface Visitor {
    /** One name, a part of an array that stays the reader's. */
    void visit(byte[] bytes, int from, int to, boolean directory);
  }
}
