package dev.sluice.agent.store.listing;

/** The entries of a directory in order, packed. Immutable. */
final class NameTable {
  static final NameTable EMPTY = of(new PackedNames());

  private static final int TABLE_BYTES = 64;

  private final PackedNames names;

  private NameTable(PackedNames names) {
    this.names = names;
  }

  /** The table of entries that are already in order; they are the table's from now on. */
  static NameTable of(PackedNames ordered) {
    return new NameTable(ordered.trimmed());
  }

  int size() {
    return names.size();
  }

  /** Memory held, bytes. */
  long bytes() {
    return names.bytes() + TABLE_BYTES;
  }

  SortKey get(int index) {
    return names.get(index);
  }

  /** Index of the first entry that is not before this one. */
  int lowerBound(SortKey key) {
    int low = 0;
    int high = names.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (names.compare(middle, key) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
