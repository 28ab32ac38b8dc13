package dev.sluice.agent.store.listing;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Puts packed names in order. As many of their bits as fit beside the index of the name make one
 * number, and only bits that differ among them: of a digit those are four. Numbers are sorted far
 * faster than names are compared. Names that agree in these bits are sorted by those behind them.
 */
final class NameOrder {
  /** So few are sorted by comparing. */
  private static final int FEW = 8;

  /** So many are put in their places by several threads. */
  private static final int MANY = 1 << 16;

  /** Parts that they do one by one, so that no thread waits long for another. */
  private static final int PARTS = 8;

  private final PackedNames names;
  private final int indexBits;

  /** Of each name its index in the low bits, and above it what it is sorted by. */
  private final long[] slots;

  private NameOrder(PackedNames names) {
    this.names = names;
    this.indexBits = Integer.SIZE - Integer.numberOfLeadingZeros(Math.max(1, names.size()));
    this.slots = new long[names.size()];
    for (int i = 0; i < slots.length; i++) {
      slots[i] = i;
    }
  }

  /** The order of these names. */
  static NameOrder of(PackedNames names) {
    NameOrder order = new NameOrder(names);
    order.sort(0, order.slots.length, 0);
    return order;
  }

  /** The same names in order. */
  PackedNames sorted() {
    PackedNames sorted = PackedNames.ofSizeOf(names);
    if (slots.length < MANY) {
      copyTo(sorted, 0, slots.length, 0);
      return sorted;
    }
    // The names come from all over the memory, which several processors wait for better than one.
    int[] begins = IntStream.range(0, PARTS).parallel().map(this::bytesOfPart).toArray();
    int begin = 0;
    for (int part = 0; part < PARTS; part++) {
      int bytes = begins[part];
      begins[part] = begin;
      begin += bytes;
    }
    IntStream.range(0, PARTS)
        .parallel()
        .forEach(part -> copyTo(sorted, firstOf(part), firstOf(part + 1), begins[part]));
    return sorted;
  }

  /** The first place of a part. */
  private int firstOf(int part) {
    return (int) ((long) slots.length * part / PARTS);
  }

  private int bytesOfPart(int part) {
    int bytes = 0;
    for (int place = firstOf(part); place < firstOf(part + 1); place++) {
      bytes += names.length(index(place));
    }
    return bytes;
  }

  private void copyTo(PackedNames sorted, int from, int to, int begin) {
    int at = begin;
    for (int place = from; place < to; place++) {
      at = sorted.set(place, at, names, index(place));
    }
  }

  /** Index of the name at a place of the order. */
  int index(int place) {
    return (int) (slots[place] & ((1L << indexBits) - 1));
  }

  /** The place of the first name that is not before this one. */
  int lowerBound(SortKey key) {
    int low = 0;
    int high = slots.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (names.compare(index(middle), key) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private long bits(int slot) {
    return slots[slot] >>> indexBits;
  }

  /**
   * Sorts a part.
   *
   * @param known what all its names are known to begin with alike, bytes
   */
  private void sort(int from, int to, int known) {
    if (to - from <= FEW) {
      insert(from, to);
      return;
    }
    int common = common(from, to, known);
    number(from, to, common);
    if (to - from < MANY) {
      Arrays.sort(slots, from, to);
    } else {
      Arrays.parallelSort(slots, from, to);
    }
    int begin = from;
    while (begin < to) {
      int end = begin + 1;
      while (end < to && bits(end) == bits(begin)) {
        end++;
      }
      if (end - begin == to - from) {
        // A NUL in a name looks like the end of another: no number tells them apart.
        merge(begin, end);
      } else if (end - begin > 1) {
        sort(begin, end, common);
      }
      begin = end;
    }
  }

  private int common(int from, int to, int known) {
    int first = index(from);
    int common = names.length(first);
    for (int slot = from + 1; slot < to && common > known; slot++) {
      common = Math.min(common, names.common(first, index(slot), known));
    }
    return common;
  }

  /** Gives each name its number, of the bytes from an offset on. */
  private void number(int from, int to, int offset) {
    long first = names.word(index(from), offset);
    long differing = 0;
    for (int slot = from + 1; slot < to; slot++) {
      differing |= names.word(index(slot), offset) ^ first;
    }
    // The sign stays clear, so that numbers compare as their bits.
    int room = Long.SIZE - 1 - indexBits;
    int beyond = Math.max(0, Long.bitCount(differing) - room);
    for (int slot = from; slot < to; slot++) {
      int index = index(slot);
      long bits = Long.compress(names.word(index, offset), differing) >>> beyond;
      slots[slot] = bits << indexBits | index;
    }
  }

  private void merge(int from, int to) {
    Integer[] order = new Integer[to - from];
    Arrays.setAll(order, i -> index(from + i));
    Arrays.sort(order, names::compare);
    for (int i = 0; i < order.length; i++) {
      slots[from + i] = order[i];
    }
  }

  private void insert(int from, int to) {
    for (int slot = from + 1; slot < to; slot++) {
      long moving = slots[slot];
      int index = index(slot);
      int at = slot;
      while (at > from && names.compare(index(at - 1), index) > 0) {
        slots[at] = slots[at - 1];
        at--;
      }
      slots[at] = moving;
    }
  }
}
