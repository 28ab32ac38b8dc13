package dev.sluice.common.policy;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/**
 * Number, or time in seconds since 1970, and the results of comparing a request's value with it
 * that count.
 *
 * @param number to compare with
 * @param dates whether values are times
 * @param order that counts
 */
record NumberOperand(BigDecimal number, boolean dates, Order order) implements Operand {
  /** Most characters of a number: a comparison costs little. */
  private static final int LONGEST = 40;

  /** Order of a request's value and the policy's. */
  enum Order {
    EQUAL,
    LESS,
    LESS_OR_EQUAL,
    GREATER,
    GREATER_OR_EQUAL
  }

  static NumberOperand parse(String text, boolean dates, Order order) throws PolicyException {
    BigDecimal number = dates ? time(text) : number(text);
    if (number == null) {
      throw new PolicyException(
          (dates ? "Invalid date in Conditions: " : "Invalid number in Conditions: ") + text);
    }
    return new NumberOperand(number, dates, order);
  }

  @Override
  public boolean matches(String value, PolicyQuestion question) {
    BigDecimal given = dates ? time(value) : number(value);
    if (given == null) {
      return false;
    }
    int comparison = given.compareTo(number);
    return switch (order) {
      case EQUAL -> comparison == 0;
      case LESS -> comparison < 0;
      case LESS_OR_EQUAL -> comparison <= 0;
      case GREATER -> comparison > 0;
      case GREATER_OR_EQUAL -> comparison >= 0;
    };
  }

  private static @Nullable BigDecimal number(String text) {
    int digits = 0;
    int points = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= '0' && c <= '9') {
        digits++;
      } else if (c == '.') {
        points++;
      } else if (i > 0 || (c != '-' && c != '+')) {
        return null;
      }
    }
    return digits > 0 && points <= 1 && text.length() <= LONGEST ? new BigDecimal(text) : null;
  }

  /** ISO 8601, which leaves out what it likes from the end, or seconds since 1970. */
  private static @Nullable BigDecimal time(String text) {
    BigDecimal seconds = number(text);
    boolean year = seconds != null && text.length() == 4;
    if (seconds != null && !year) {
      return seconds;
    }
    try {
      Instant time = instant(text);
      return BigDecimal.valueOf(time.getEpochSecond()).add(BigDecimal.valueOf(time.getNano(), 9));
    } catch (DateTimeException e) {
      return null;
    }
  }

  private static Instant instant(String text) {
    return switch (text.length()) {
      case 4 -> LocalDate.parse(text + "-01-01").atStartOfDay().toInstant(ZoneOffset.UTC);
      case 7 -> LocalDate.parse(text + "-01").atStartOfDay().toInstant(ZoneOffset.UTC);
      case 10 -> LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC);
      default -> OffsetDateTime.parse(text, DateTimeFormatter.ISO_OFFSET_DATE_TIME).toInstant();
    };
  }
}
