package dev.sluice.common.model;

import org.jspecify.annotations.Nullable;

/** The bytes of an object that a read selects. */
public sealed interface Selection {
  /** All of them. */
  Selection ALL = new All();

  /** All bytes. */
  record All() implements Selection {}

  /**
   * A range.
   *
   * @param range of bytes, not yet known to lie within the object
   * @param condition without which all bytes are meant; null: none
   */
  record Range(ByteRange range, @Nullable RangeCondition condition) implements Selection {
    /** A range that is meant in any case. */
    public Range(ByteRange range) {
      this(range, null);
    }
  }

  /**
   * The bytes of one part. An object stored in one piece has the part 1 only.
   *
   * @param number 1..10000
   */
  record Part(int number) implements Selection {}
}
