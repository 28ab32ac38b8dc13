package dev.sluice.agent.store;

import dev.sluice.common.model.ByteRange;

/** Which bytes of an object. */
public sealed interface Selection {
  /** All of them. */
  Selection ALL = new All();

  /** All bytes. */
  record All() implements Selection {}

  /**
   * A range.
   *
   * @param range of bytes
   */
  record Range(ByteRange range) implements Selection {}

  /**
   * The bytes of one part. An object stored in one piece has the part 1 only.
   *
   * @param number 1..10000
   */
  record Part(int number) implements Selection {}
}
