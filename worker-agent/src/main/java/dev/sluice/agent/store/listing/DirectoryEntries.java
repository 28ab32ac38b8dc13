package dev.sluice.agent.store.listing;

import java.util.ArrayList;
import java.util.List;

/** Collects what a directory holds, in any order. */
public final class DirectoryEntries {
  private final List<SortKey> keys = new ArrayList<>();

  /** Nothing yet. */
  public DirectoryEntries() {}

  /** One more. */
  public void add(List<SortedEntry> entries) {
    for (SortedEntry entry : entries) {
      keys.add(entry.key());
    }
  }

  List<SortKey> ordered() {
    keys.sort(null);
    return keys;
  }
}
