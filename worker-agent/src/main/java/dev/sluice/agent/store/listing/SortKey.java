package dev.sluice.agent.store.listing;

import java.util.Arrays;

/**
 * The position of an entry in its directory: by bytes, then by kind.
 *
 * @param bytes relative to the key prefix of the directory; not to be changed
 * @param kind what the entry may hold
 */
@SuppressWarnings("ArrayRecordComponent") // equality is defined below
public record SortKey(byte[] bytes, EntryKind kind) implements Comparable<SortKey> {
  /** The place before all entries. */
  public static final SortKey FIRST = new SortKey(new byte[0], EntryKind.FILE);

  @Override
  public int compareTo(SortKey other) {
    int order = Arrays.compareUnsigned(bytes, other.bytes);
    return order != 0 ? order : kind.compareTo(other.kind);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SortKey that && kind == that.kind && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(bytes) + kind.hashCode();
  }
}
