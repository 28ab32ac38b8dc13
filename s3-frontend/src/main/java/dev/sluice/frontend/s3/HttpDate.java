package dev.sluice.frontend.s3;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Dates of HTTP headers, RFC 9110 section 5.6.7. Whole seconds, GMT, years 1 to 9999. */
public final class HttpDate {
  private static final DateTimeFormatter IMF_FIXDATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM uuuu HH:mm:ss 'GMT'", Locale.US)
          .withZone(ZoneOffset.UTC);

  private static final List<String> DAYS = List.of("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun");

  private static final List<String> MONTHS =
      List.of("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec");

  /**
   * The two obsolete forms, and RFC 1123 with an offset or without a leading zero, as old clients
   * write it.
   */
  private static final List<DateTimeFormatter> OTHERS =
      List.of(
          DateTimeFormatter.RFC_1123_DATE_TIME,
          rfc850(),
          DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss uuuu", Locale.US)
              .withZone(ZoneOffset.UTC));

  /**
   * The earliest time that a year of four digits can express and a message to the agent can carry.
   */
  private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");

  private static final Instant END = Instant.parse("+10000-01-01T00:00:00Z");

  private HttpDate() {}

  /** The time that a header's value means; null where it is no date. */
  public static @Nullable Instant parse(String value) {
    String text = value.strip();
    Instant fixed = parse(text, IMF_FIXDATE);
    if (fixed != null) {
      return fixed;
    }
    for (DateTimeFormatter form : OTHERS) {
      Instant instant = parse(text, form);
      if (instant != null) {
        return instant;
      }
    }
    return null;
  }

  /**
   * The time that a value means which some SDKs write as ISO 8601 ({@code 1994-11-06T08:49:37Z});
   * null where it is neither.
   */
  public static @Nullable Instant parseHttpOrIso(String value) {
    Instant date = parse(value);
    return date == null ? parse(value.strip(), DateTimeFormatter.ISO_INSTANT) : date;
  }

  /** The time as HTTP writes it, fractions of a second dropped. */
  public static String format(Instant instant) {
    LocalDateTime time = LocalDateTime.ofEpochSecond(instant.getEpochSecond(), 0, ZoneOffset.UTC);
    if (time.getYear() < 0 || time.getYear() > 9999) {
      return IMF_FIXDATE.format(instant);
    }
    // The formatter takes a dozen times as long, and every answer with an object pays for it.
    StringBuilder text = new StringBuilder(29);
    text.append(DAYS.get(time.getDayOfWeek().getValue() - 1)).append(", ");
    append(text, time.getDayOfMonth());
    text.append(' ').append(MONTHS.get(time.getMonthValue() - 1)).append(' ');
    append(text, time.getYear() / 100);
    append(text, time.getYear() % 100);
    text.append(' ');
    append(text, time.getHour());
    text.append(':');
    append(text, time.getMinute());
    text.append(':');
    append(text, time.getSecond());
    return text.append(" GMT").toString();
  }

  private static void append(StringBuilder text, int twoDigits) {
    text.append((char) ('0' + twoDigits / 10)).append((char) ('0' + twoDigits % 10));
  }

  private static @Nullable Instant parse(String text, DateTimeFormatter form) {
    try {
      Instant instant = Instant.from(form.parse(text));
      return instant.isBefore(FIRST) || !instant.isBefore(END) ? null : instant;
    } catch (DateTimeException e) {
      return null;
    }
  }

  /** Two-digit years: 1970 to 2069, since nothing here is older than Unix. */
  private static DateTimeFormatter rfc850() {
    return new DateTimeFormatterBuilder()
        .appendPattern("EEEE, dd-MMM-")
        .appendValueReduced(ChronoField.YEAR, 2, 2, LocalDate.of(1970, 1, 1))
        .appendPattern(" HH:mm:ss 'GMT'")
        .toFormatter(Locale.US)
        .withZone(ZoneOffset.UTC);
  }
}
