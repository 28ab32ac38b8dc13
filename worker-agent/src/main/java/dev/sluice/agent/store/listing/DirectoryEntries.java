package dev.sluice.agent.store.listing;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Collects what a directory holds, in any order. Of more than there is room for it keeps a window:
 * the entries that come first from a place on, in half of the room.
 */
public final class DirectoryEntries {
  /** Offsets are ints. */
  private static final long MOST_BYTES = 1L << 30;

  private static final byte[] SLASH = {'/'};

  private final SortKey start;
  private final long roomBytes;
  private PackedNames names = new PackedNames();
  private boolean window;
  private @Nullable SortKey end;

  /**
   * Nothing yet.
   *
   * @param start the place from which on entries are wanted; those before it are kept while there
   *     is room
   * @param roomBytes room for the entries, more or less
   */
  public DirectoryEntries(SortKey start, long roomBytes) {
    this.start = start;
    this.roomBytes = Math.min(MOST_BYTES, roomBytes);
  }

  /** Room for all there are. */
  public static DirectoryEntries all() {
    return new DirectoryEntries(SortKey.FIRST, MOST_BYTES);
  }

  /** One more. */
  public void add(List<SortedEntry> entries) {
    for (SortedEntry entry : entries) {
      names.add(entry.key());
      added();
    }
  }

  /** One more, whose name is the segment that it stands for, in part of an array. */
  void addPlain(byte[] source, int from, int to, boolean directory) {
    if (!directory) {
      names.add(source, from, to, EntryKind.FILE);
      added();
      return;
    }
    names.add(source, from, to, EntryKind.SELF);
    added();
    names.add(source, from, to, EntryKind.TREE);
    names.extendLast(SLASH);
    added();
  }

  private void added() {
    int last = names.size() - 1;
    if (window && (names.compare(last, start) < 0 || isBehind(last))) {
      names.removeLast();
    } else if (names.bytes() > roomBytes) {
      cut();
    }
  }

  private boolean isBehind(int index) {
    return end != null && names.compare(index, end) >= 0;
  }

  /** Keeps what comes first from the start on. */
  private void cut() {
    window = true;
    NameOrder order = NameOrder.of(names);
    PackedNames kept = new PackedNames();
    int at = order.lowerBound(start);
    // One at least, however little room there is: who reads on in windows has to come to an end.
    while (at < names.size() && (kept.size() == 0 || kept.bytes() < roomBytes / 2)) {
      kept.add(names, order.index(at++));
    }
    if (at < names.size()) {
      end = names.get(order.index(at));
    }
    names = kept;
  }

  /** The place from which on all entries are here. */
  SortKey start() {
    return window ? start : SortKey.FIRST;
  }

  /** The place at which entries are missing; null: none are behind the start. */
  @Nullable SortKey end() {
    return end;
  }

  /** The entries in order; nothing is added after that. */
  NameTable ordered() {
    if (window) {
      cut();
      return NameTable.of(names);
    }
    return NameTable.of(NameOrder.of(names).sorted());
  }
}
