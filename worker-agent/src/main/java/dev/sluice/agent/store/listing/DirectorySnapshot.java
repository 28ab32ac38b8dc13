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
 * The ordered entries of one directory, or of a large one a window of them: a packed table, and
 * over it what has changed since. Changes are by name and may be reported twice. Readers and
 * writers do not wait for each other.
 */
public final class DirectorySnapshot implements OrderedEntries {
  /**
   * Changes kept beside the table before both are packed again; then it costs one pass over the
   * directory's names.
   */
  private static final int MIN_CHANGES_BEFORE_REPACK = 1024;

  /** One change for so many names is kept beside them at most. */
  private static final int NAMES_FOR_A_CHANGE = 16;

  private static final int OVERLAY_ENTRY_BYTES = 120;

  /**
   * A state.
   *
   * @param start the place from which on all entries are here
   * @param end the place at which entries are missing; null: none are behind the start
   */
  private record View(
      NameTable table,
      ConcurrentNavigableMap<SortKey, Boolean> changes,
      SortKey start,
      @Nullable SortKey end) {
    boolean covers(SortKey place) {
      return start.compareTo(place) <= 0 && (end == null || place.compareTo(end) < 0);
    }
  }

  private volatile View view =
      new View(NameTable.EMPTY, new ConcurrentSkipListMap<>(), SortKey.FIRST, null);

  /** An empty directory; {@link #fill} gives it its entries. */
  public DirectorySnapshot() {}

  /**
   * Sets the entries read from the directory. Changes reported since this snapshot was made stay on
   * top of it.
   */
  public synchronized void fill(DirectoryEntries entries) {
    NameTable table = entries.ordered();
    View filled = new View(table, view.changes(), entries.start(), entries.end());
    filled.changes().keySet().removeIf(key -> !filled.covers(key));
    view = filled;
  }

  /** Whether it knows which entry comes next from a place on. */
  public boolean covers(SortKey place) {
    return view.covers(place);
  }

  /** The place behind all that it knows, where another window begins; null: it goes to the end. */
  public @Nullable SortKey end() {
    return view.end();
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
      if (view.covers(entry.key())) {
        view.changes().put(entry.key(), present);
      }
    }
    int most = Math.max(MIN_CHANGES_BEFORE_REPACK, view.table().size() / NAMES_FOR_A_CHANGE);
    if (view.changes().size() > most) {
      PackedNames all = new PackedNames();
      new Entries(view, SortKey.FIRST).forEachRemaining(all::add);
      view = new View(NameTable.of(all), new ConcurrentSkipListMap<>(), view.start(), view.end());
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
    new Entries(view, SortKey.FIRST)
        .forEachRemaining(key -> keys.add(key.kind() + ":" + Arrays.toString(key.bytes())));
    return keys.toString();
  }
}
