package dev.sluice.common.model;

import dev.sluice.v1.FailureReason;

/**
 * A range of bytes as a client asks for it (RFC 9110 section 14.1.2); {@link #resolve} makes a span
 * of it.
 */
public sealed interface ByteRange {
  /**
   * From a byte to the end.
   *
   * @param first offset of the first byte
   */
  record From(long first) implements ByteRange {}

  /**
   * From a byte to a byte.
   *
   * @param first offset of the first byte
   * @param last offset of the last byte, included; at least {@code first}
   */
  record FromTo(long first, long last) implements ByteRange {}

  /**
   * The last bytes.
   *
   * @param length how many
   */
  record Suffix(long length) implements ByteRange {}

  /**
   * The span of an object that this range means; what lies beyond the end is cut.
   *
   * @param size the object's size in bytes
   * @throws StorageException {@code RANGE_NOT_SATISFIABLE} where no byte of the object is meant
   */
  default ByteSpan resolve(long size) {
    ByteSpan span =
        switch (this) {
          case From(long first) -> new ByteSpan(first, size - first);
          case FromTo(long first, long last) ->
              new ByteSpan(first, Math.min(last, size - 1) - first + 1);
          case Suffix(long length) ->
              new ByteSpan(Math.max(0, size - length), Math.min(length, size));
        };
    if (span.length() <= 0) {
      throw new StorageException(
          FailureReason.RANGE_NOT_SATISFIABLE,
          "range: " + this + " (expected: within " + size + " bytes)",
          new FailureDetail.ObjectSize(size));
    }
    return span;
  }
}
