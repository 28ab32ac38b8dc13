package dev.sluice.frontend.s3;

import dev.sluice.common.model.ByteRange;

/** Which bytes of an object a read asks for. */
public sealed interface Selection {
  /** All of them. */
  Selection WHOLE = new Whole();

  /** All of them. */
  record Whole() implements Selection {}

  /**
   * Some of them, answered with 206.
   *
   * @param range as sent, not yet known to lie within the object
   */
  record Range(ByteRange range) implements Selection {}

  /**
   * Those that were uploaded as one part, answered with 206.
   *
   * @param number 1..10000
   */
  record Part(int number) implements Selection {}
}
