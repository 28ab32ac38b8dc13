package dev.sluice.agent.store.listing;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Names with their kinds, one behind the other in the order of their coming: some bytes an entry
 * beside the names, no object each.
 */
final class PackedNames {
  private static final VarHandle WORD =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final int FIRST_NAMES = 64;
  private static final int BYTES_BESIDE_A_NAME = 5;

  private byte[] bytes = new byte[16 * FIRST_NAMES];
  private int[] ends = new int[FIRST_NAMES];
  private byte[] kinds = new byte[FIRST_NAMES];
  private int size;

  int size() {
    return size;
  }

  /** Memory that the entries take, bytes. */
  long bytes() {
    return end() + (long) BYTES_BESIDE_A_NAME * size;
  }

  private int end() {
    return size == 0 ? 0 : ends[size - 1];
  }

  void add(SortKey key) {
    add(key.bytes(), 0, key.bytes().length, key.kind());
  }

  /** Adds the part of an array as a name. */
  void add(byte[] source, int from, int to, EntryKind kind) {
    int begin = end();
    int end = begin + to - from;
    if (end > bytes.length) {
      bytes = Arrays.copyOf(bytes, grown(bytes.length, end));
    }
    if (size == ends.length) {
      int room = grown(size, size + 1);
      ends = Arrays.copyOf(ends, room);
      kinds = Arrays.copyOf(kinds, room);
    }
    System.arraycopy(source, from, bytes, begin, to - from);
    ends[size] = end;
    kinds[size] = kind.code();
    size++;
  }

  /** Half as much again: a directory of millions is to leave little behind that is free. */
  private static int grown(int now, int least) {
    return Math.max(least, (int) Math.min(Integer.MAX_VALUE - 8L, now + (long) (now >> 1)));
  }

  /** Makes the last name longer. */
  void extendLast(byte[] more) {
    int last = size - 1;
    EntryKind kind = EntryKind.of(kinds[last]);
    add(more, 0, more.length, kind);
    size--;
    ends[last] = ends[size];
  }

  void removeLast() {
    size--;
  }

  int start(int index) {
    return index == 0 ? 0 : ends[index - 1];
  }

  int length(int index) {
    return ends[index] - start(index);
  }

  /** Eight bytes of a name from an offset on, as a number; zeros stand behind its end. */
  long word(int index, int offset) {
    int at = start(index) + offset;
    int left = ends[index] - at;
    if (left <= 0) {
      return 0;
    }
    if (at + Long.BYTES <= bytes.length) {
      long word = (long) WORD.get(bytes, at);
      return left >= Long.BYTES ? word : word & -1L << (Long.SIZE - Byte.SIZE * left);
    }
    long word = 0;
    for (int i = 0; i < Long.BYTES; i++) {
      word = word << Byte.SIZE | (i < left ? bytes[at + i] & 0xFF : 0);
    }
    return word;
  }

  /** The length of what two names begin with alike, which is known to be at least so much. */
  int common(int one, int other, int least) {
    int from = start(one);
    int with = start(other);
    int most = Math.min(ends[one] - from, ends[other] - with);
    if (least >= most) {
      return most;
    }
    int at = Arrays.mismatch(bytes, from + least, from + most, bytes, with + least, with + most);
    return at < 0 ? most : least + at;
  }

  int compare(int one, int other) {
    int order =
        Arrays.compareUnsigned(bytes, start(one), ends[one], bytes, start(other), ends[other]);
    return order != 0 ? order : kinds[one] - kinds[other];
  }

  int compare(int index, SortKey key) {
    byte[] other = key.bytes();
    int order = Arrays.compareUnsigned(bytes, start(index), ends[index], other, 0, other.length);
    return order != 0 ? order : kinds[index] - key.kind().code();
  }

  SortKey get(int index) {
    return new SortKey(
        Arrays.copyOfRange(bytes, start(index), ends[index]), EntryKind.of(kinds[index]));
  }

  /** Adds an entry of another list. */
  void add(PackedNames other, int index) {
    add(other.bytes, other.start(index), other.ends[index], EntryKind.of(other.kinds[index]));
  }

  /**
   * Sets an entry of a list that was made with all of its own.
   *
   * @param begin where its name goes
   * @return where the next one's does
   */
  int set(int place, int begin, PackedNames other, int index) {
    int length = other.length(index);
    System.arraycopy(other.bytes, other.start(index), bytes, begin, length);
    kinds[place] = other.kinds[index];
    ends[place] = begin + length;
    return begin + length;
  }

  /** The same without room for more. */
  PackedNames trimmed() {
    if (bytes.length == end() && ends.length == size) {
      return this;
    }
    bytes = Arrays.copyOf(bytes, end());
    ends = Arrays.copyOf(ends, size);
    kinds = Arrays.copyOf(kinds, size);
    return this;
  }

  /** A list with as many entries as another and room for their names; each is to be set. */
  static PackedNames ofSizeOf(PackedNames other) {
    PackedNames names = new PackedNames();
    names.bytes = new byte[other.end()];
    names.ends = new int[other.size];
    names.kinds = new byte[other.size];
    names.size = other.size;
    return names;
  }
}
