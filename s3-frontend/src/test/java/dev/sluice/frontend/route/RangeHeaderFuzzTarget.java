package dev.sluice.frontend.route;

import static dev.sluice.fuzzing.FuzzTarget.require;

import dev.sluice.common.model.ByteRange;
import dev.sluice.common.model.ByteSpan;
import dev.sluice.common.model.StorageException;
import dev.sluice.frontend.s3.S3ErrorCode;
import dev.sluice.frontend.s3.S3Exception;
import dev.sluice.fuzzing.FuzzTarget;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * {@link RangeHeader} means the bytes that a reader of RFC 9110 who knows no overflow means, in
 * objects of every length.
 */
final class RangeHeaderFuzzTarget implements FuzzTarget {
  private static final List<Long> SIZES = List.of(0L, 1L, 2L, 10L, 1000L, Long.MAX_VALUE);

  @Override
  public void attack(byte[] input) {
    String sent = FuzzTarget.wireText(input);
    ByteRange range = RangeHeader.parse(sent);
    List<@Nullable BigInteger> naive = naive(sent);
    require((range == null) == (naive == null), "a range where there is one", sent, range);
    for (long size : SIZES) {
      if (range != null && naive != null) {
        ByteSpan expected = span(naive, BigInteger.valueOf(size));
        require(Objects.equals(resolved(range, size), expected), "the bytes meant", sent, size);
      }
    }
    copied(sent, naive);
  }

  private static @Nullable ByteSpan resolved(ByteRange range, long size) {
    try {
      return range.resolve(size);
    } catch (StorageException e) {
      return null;
    }
  }

  /** The range of a copy has one spelling, which is one of those of a read. */
  private static void copied(String sent, @Nullable List<@Nullable BigInteger> naive) {
    try {
      ByteRange.FromTo range = RangeHeader.parseCopied(sent);
      require(naive != null && Objects.equals(range, RangeHeader.parse(sent)), "as a read", sent);
    } catch (S3Exception e) {
      require(e.code() == S3ErrorCode.INVALID_ARGUMENT, "InvalidArgument", sent, e.code());
    }
  }

  /** First and last; null where it is no single range. */
  private static @Nullable List<@Nullable BigInteger> naive(String sent) {
    String text = sent.strip();
    int equals = text.indexOf('=');
    if (equals < 0 || !text.substring(0, equals).equalsIgnoreCase("bytes")) {
      return null;
    }
    String range = text.substring(equals + 1);
    int dash = range.indexOf('-');
    if (dash < 0) {
      return null;
    }
    String first = range.substring(0, dash);
    String last = range.substring(dash + 1);
    if (!digits(first) || !digits(last) || (first + last).isEmpty()) {
      return null;
    }
    List<@Nullable BigInteger> both = new ArrayList<>();
    both.add(first.isEmpty() ? null : new BigInteger(first));
    both.add(last.isEmpty() ? null : new BigInteger(last));
    BigInteger from = both.get(0);
    BigInteger to = both.get(1);
    return from != null && to != null && from.compareTo(to) > 0 ? null : both;
  }

  private static boolean digits(String text) {
    return text.chars().allMatch(character -> character >= '0' && character <= '9');
  }

  private static @Nullable ByteSpan span(List<@Nullable BigInteger> range, BigInteger size) {
    BigInteger first = range.get(0);
    BigInteger last = range.get(1);
    BigInteger from = first;
    BigInteger end = size;
    if (from == null) {
      from = size.subtract(Objects.requireNonNull(last)).max(BigInteger.ZERO);
    } else if (last != null) {
      end = last.add(BigInteger.ONE).min(size);
    }
    return from.compareTo(end) >= 0
        ? null
        : new ByteSpan(from.longValueExact(), end.subtract(from).longValueExact());
  }
}
