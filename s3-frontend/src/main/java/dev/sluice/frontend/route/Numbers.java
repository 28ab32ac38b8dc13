package dev.sluice.frontend.route;

import dev.sluice.frontend.s3.Query;
import dev.sluice.frontend.s3.S3Exception;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/** Reads numbers of queries and headers. */
final class Numbers {
  private Numbers() {}

  /** The size of a page, capped at {@code cap}, which is also the value of a parameter not sent. */
  static int pageSize(Query query, String name, int cap) {
    return number(name, query.value(name), 0, cap, cap);
  }

  /** A number that is at least {@code minimum}, capped; {@code absent} when it was not sent. */
  static int number(String name, @Nullable String value, int minimum, int cap, int absent) {
    if (value == null) {
      return absent;
    }
    if (!value.matches("[+-]?[0-9]{1,100}")) {
      throw S3Exception.invalidArgument(
          "Provided " + name + " not an integer or within integer range", name, value);
    }
    BigInteger number = new BigInteger(value);
    boolean inRange =
        number.compareTo(BigInteger.valueOf(minimum)) >= 0
            && number.compareTo(BigInteger.valueOf(Integer.MAX_VALUE)) <= 0;
    if (!inRange) {
      throw S3Exception.invalidArgument(
          "Argument " + name + " must be an integer between " + minimum + " and 2147483647",
          name,
          value);
    }
    return Math.min(number.intValueExact(), cap);
  }
}
