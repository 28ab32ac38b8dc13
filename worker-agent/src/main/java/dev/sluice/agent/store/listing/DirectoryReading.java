package dev.sluice.agent.store.listing;

import dev.sluice.agent.store.key.EntryName;
import dev.sluice.agent.store.key.KeyPath;
import java.util.ArrayList;
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
  private final DirectoryEntries entries = new DirectoryEntries();

  private DirectoryReading(KeyPath keyPath, byte[] keyPrefix, Names names) {
    this.keyPath = keyPath;
    this.keyPrefix = keyPrefix;
    this.names = names;
  }

  /** The entries of the directory with this key prefix. */
  public static DirectoryEntries read(KeyPath keyPath, byte[] keyPrefix, Names names) {
    DirectoryReading reading = new DirectoryReading(keyPath, keyPrefix, names);
    reading.collect(List.of());
    return reading.entries;
  }

  private void collect(List<byte[]> chunks) {
    names.read(
        chunks,
        (name, directory) -> {
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
    /** One name; the array is the visitor's. */
    void visit(byte[] name, boolean directory);
  }
}
