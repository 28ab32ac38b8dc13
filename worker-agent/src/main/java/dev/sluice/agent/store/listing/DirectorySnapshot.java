package dev.sluice.agent.store.listing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/**
 * The ordered entries of one directory: a packed table, and over it what has changed since. Changes
 * are by name and may be reported twice. Readers and writers do not wait for each other.
 */
public final class DirectorySnapshot implements OrderedEntries {
  /**
   * Changes kept beside the table before both are packed again; then it costs one pass over the
   * directory's names.
   */
  private static final int MIN_CHANGES_BEFORE_REPACK = 1024;

  private static final int OVERLAY_ENTRY_BYTES = 120;

  private record View(NameTable table, ConcurrentNavigableMap<SortKey, Boolean> changes) {}

  private volatile View view = new View(NameTable.EMPTY, new ConcurrentSkipListMap<>());

  /** An empty directory; {@link #fill} gives it its entries. */
  public DirectorySnapshot() {}

  /**
   * Sets the entries read from the directory. Changes reported since this snapshot was made stay on
   * top of it.
   */
  public synchronized void fill(DirectoryEntries entries) {
    view = new View(NameTable.of(entries.ordered()), view.changes());
  }

  /** An entry is there now. */
  public void appeared(List<SortedEntry> entries) {
    change(entries, true);
  }

  /** An entry is no longer there. */
  public void vanished(List<SortedEntry> entries) {
    change(entries, false);
  }

  private synchronized void change(List<SortedEntry> entries, boolean present) {
    for (SortedEntry entry : entries) {
      view.changes().put(entry.key(), present);
    }
    if (view.changes().size() > Math.max(MIN_CHANGES_BEFORE_REPACK, view.table().size() / 8)) {
      List<SortKey> all = new ArrayList<>(view.table().size() + view.changes().size());
      new Entries(view, new SortKey(new byte[0], EntryKind.FILE)).forEachRemaining(all::add);
      view = new View(NameTable.of(all), new ConcurrentSkipListMap<>());
    }
  }

  /** Memory held, bytes. */
  public long bytes() {
    View now = view;
    return now.table().bytes() + (long) OVERLAY_ENTRY_BYTES * now.changes().size();
  }

  @Override
  public Iterator<SortKey> from(SortKey start) {
    return new Entries(view, start);
  }

  @Override
  public boolean contains(SortKey key) {
    View now = view;
    Boolean changed = now.changes().get(key);
    if (changed != null) {
      return changed;
    }
    int index = now.table().lowerBound(key);
    return index < now.table().size() && now.table().get(index).equals(key);
  }

  /** Merges the table with the changes over it. */
  private static final class Entries implements Iterator<SortKey> {
    private final View view;
    private final Iterator<java.util.Map.Entry<SortKey, Boolean>> changes;
    private int index;
    private java.util.Map.@Nullable Entry<SortKey, Boolean> change;
    private @Nullable SortKey upcoming;

    Entries(View view, SortKey start) {
      this.view = view;
      this.index = view.table().lowerBound(start);
      this.changes =
          view.changes().isEmpty()
              ? Collections.emptyIterator()
              : view.changes().tailMap(start, true).entrySet().iterator();
      this.change = changes.hasNext() ? changes.next() : null;
      this.upcoming = find();
    }

    @Override
    public boolean hasNext() {
      return upcoming != null;
    }

    @Override
    public SortKey next() {
      SortKey current = upcoming;
      if (current == null) {
        throw new NoSuchElementException();
      }
      upcoming = find();
      return current;
    }

    private @Nullable SortKey find() {
      while (true) {
        SortKey packed = index < view.table().size() ? view.table().get(index) : null;
        if (change == null) {
          index++;
          return packed;
        }
        int order = packed == null ? 1 : packed.compareTo(change.getKey());
        if (order < 0) {
          index++;
          return packed;
        }
        if (order == 0) {
          index++;
        }
        SortKey key = change.getKey();
        boolean present = change.getValue();
        change = changes.hasNext() ? changes.next() : null;
        if (present) {
          return key;
        }
      }
    }
  }

  @Override
  public String toString() {
    List<String> keys = new ArrayList<>();
    new Entries(view, new SortKey(new byte[0], EntryKind.FILE))
        .forEachRemaining(key -> keys.add(key.kind() + ":" + Arrays.toString(key.bytes())));
    return keys.toString();
  }
}
