package dev.sluice.common.rpc;

import dev.sluice.common.model.ByteRange;
import dev.sluice.common.model.ByteSpan;
import dev.sluice.common.model.StorageException;
import dev.sluice.v1.FailureReason;

/** Ranges of bytes and the spans they come to, both ways. */
public final class WireRange {
  private WireRange() {}

  /** A range as a message. */
  public static dev.sluice.v1.ByteRange toProto(ByteRange range) {
    var message = dev.sluice.v1.ByteRange.newBuilder();
    switch (range) {
      case ByteRange.From(long first) -> message.setFirst(first);
      case ByteRange.FromTo(long first, long last) -> message.setFirst(first).setLast(last);
      case ByteRange.Suffix(long length) -> message.setSuffixLength(length);
    }
    return message.build();
  }

  /**
   * From a message. None of the three forms, more than one, negative numbers or an end before the
   * beginning are {@code ARGUMENT_INVALID}.
   */
  public static ByteRange toModel(dev.sluice.v1.ByteRange range) {
    boolean suffix = range.hasSuffixLength();
    if (range.hasFirst() == suffix
        || (suffix && range.hasLast())
        || range.getFirst() < 0
        || range.getSuffixLength() < 0
        || (range.hasLast() && range.getLast() < range.getFirst())) {
      throw new StorageException(
          FailureReason.ARGUMENT_INVALID,
          "range: first %s, last %s, suffix_length %s (expected: first with or without last, or suffix_length)"
              .formatted(
                  range.hasFirst() ? range.getFirst() : "absent",
                  range.hasLast() ? range.getLast() : "absent",
                  suffix ? range.getSuffixLength() : "absent"));
    }
    if (suffix) {
      return new ByteRange.Suffix(range.getSuffixLength());
    }
    return range.hasLast()
        ? new ByteRange.FromTo(range.getFirst(), range.getLast())
        : new ByteRange.From(range.getFirst());
  }

  /** A span as a message. */
  public static dev.sluice.v1.ByteSpan toProto(ByteSpan span) {
    return dev.sluice.v1.ByteSpan.newBuilder()
        .setOffset(span.offset())
        .setLength(span.length())
        .build();
  }

  /** A span from a message. */
  public static ByteSpan toModel(dev.sluice.v1.ByteSpan span) {
    return new ByteSpan(span.getOffset(), span.getLength());
  }
}
