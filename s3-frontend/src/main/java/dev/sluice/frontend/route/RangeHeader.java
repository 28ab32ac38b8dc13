package dev.sluice.frontend.route;

import dev.sluice.common.model.ByteRange;
import dev.sluice.frontend.s3.S3ErrorCode;
import dev.sluice.frontend.s3.S3Exception;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Ranges of bytes in headers, RFC 9110 section 14.1.2. */
final class RangeHeader {
  private static final Pattern SINGLE =
      Pattern.compile("bytes=([0-9]*+)-([0-9]*+)", Pattern.CASE_INSENSITIVE);
  private static final Pattern COPIED = Pattern.compile("bytes=([0-9]++)-([0-9]++)");

  private RangeHeader() {}

  /**
   * The range of a read. One that is malformed is ignored, as the RFC asks for, and so are several
   * ranges, as AWS does: the answer is the whole object.
   */
  static @Nullable ByteRange parse(@Nullable String value) {
    if (value == null) {
      return null;
    }
    Matcher range = SINGLE.matcher(value.strip());
    if (!range.matches()) {
      return null;
    }
    String first = range.group(1);
    String last = range.group(2);
    if (first.isEmpty()) {
      return last.isEmpty() ? null : new ByteRange.Suffix(offset(last));
    }
    if (last.isEmpty()) {
      return new ByteRange.From(offset(first));
    }
    return isReversed(range) ? null : new ByteRange.FromTo(offset(first), offset(last));
  }

  /** The range of a part that is copied: one form, and a mistake is a mistake. */
  static ByteRange.@Nullable FromTo parseCopied(@Nullable String value) {
    if (value == null) {
      return null;
    }
    Matcher range = COPIED.matcher(value);
    if (!range.matches() || isReversed(range)) {
      throw new S3Exception(
              S3ErrorCode.INVALID_ARGUMENT,
              "The x-amz-copy-source-range value must be of the form bytes=first-last where first"
                  + " and last are the zero-based offsets of the first and last bytes to copy")
          .with("ArgumentName", "x-amz-copy-source-range")
          .with("ArgumentValue", value);
    }
    return new ByteRange.FromTo(offset(range.group(1)), offset(range.group(2)));
  }

  /** Compared as they were sent: of two offsets that no object has, one is still the larger. */
  private static boolean isReversed(Matcher range) {
    String first = withoutZeros(range.group(1));
    String last = withoutZeros(range.group(2));
    return first.length() == last.length()
        ? first.compareTo(last) > 0
        : first.length() > last.length();
  }

  private static String withoutZeros(String digits) {
    int zeros = 0;
    while (zeros < digits.length() && digits.charAt(zeros) == '0') {
      zeros++;
    }
    return digits.substring(zeros);
  }

  /** No object is as long as the largest long: what exceeds it lies beyond the end just as well. */
  private static long offset(String digits) {
    try {
      return Long.parseLong(digits);
    } catch (NumberFormatException e) {
      return Long.MAX_VALUE;
    }
  }
}
