package dev.sluice.agent.store.listing;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;

/**
 * The entries of a directory in order, packed: some bytes an entry beside the names, no object
 * each. Immutable.
 */
final class NameTable {
  static final NameTable EMPTY = of(List.of());

  private final byte[] names;
  private final int[] ends;
  private final byte[] kinds;

  private NameTable(byte[] names, int[] ends, byte[] kinds) {
    this.names = names;
    this.ends = ends;
    this.kinds = kinds;
  }

  /** Packs entries that are already in order. */
  static NameTable of(List<SortKey> ordered) {
    ByteArrayOutputStream names = new ByteArrayOutputStream();
    int[] ends = new int[ordered.size()];
    byte[] kinds = new byte[ordered.size()];
    for (int i = 0; i < ends.length; i++) {
      SortKey entry = ordered.get(i);
      names.writeBytes(entry.bytes());
      ends[i] = names.size();
      kinds[i] = entry.kind().code();
    }
    return new NameTable(names.toByteArray(), ends, kinds);
  }

  int size() {
    return ends.length;
  }

  /** Memory held, bytes. */
  long bytes() {
    return names.length + 5L * ends.length + 64;
  }

  SortKey get(int index) {
    return new SortKey(
        Arrays.copyOfRange(names, start(index), ends[index]), EntryKind.of(kinds[index]));
  }

  /** Index of the first entry that is not before this one. */
  int lowerBound(SortKey key) {
    int low = 0;
    int high = ends.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (compare(middle, key) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private int compare(int index, SortKey key) {
    byte[] other = key.bytes();
    int order = Arrays.compareUnsigned(names, start(index), ends[index], other, 0, other.length);
    return order != 0 ? order : kinds[index] - key.kind().code();
  }

  private int start(int index) {
    return index == 0 ? 0 : ends[index - 1];
  }
}
