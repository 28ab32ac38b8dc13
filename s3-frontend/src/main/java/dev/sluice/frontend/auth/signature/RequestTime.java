package dev.sluice.frontend.auth.signature;

import dev.sluice.frontend.s3.RequestHead;
import dev.sluice.frontend.s3.S3ErrorCode;
import dev.sluice.frontend.s3.S3Exception;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The time of signing, as the signer states it.
 *
 * @param instant in whole seconds
 */
public record RequestTime(Instant instant) {
  /**
   * The largest difference between the clocks of client and server. Source: {@code
   * RequestTimeTooSkewed} of the S3 error codes.
   */
  static final Duration MAXIMUM_SKEW = Duration.ofMinutes(15);

  private static final DateTimeFormatter BASIC =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT)
          .withResolverStyle(ResolverStyle.STRICT);

  /**
   * The date of HTTP without its name of the day, which proves nothing, and with a numeric offset
   * as old clients send it.
   */
  private static final DateTimeFormatter HTTP =
      new DateTimeFormatterBuilder()
          .parseCaseInsensitive()
          .appendPattern("d MMM uuuu HH:mm:ss ")
          .appendOffset("+HHMM", "GMT")
          .toFormatter(Locale.ENGLISH)
          .withResolverStyle(ResolverStyle.STRICT);

  /** The form {@code yyyyMMdd'T'HHmmss'Z'}, in which Signature V4 signs it. */
  public String timestamp() {
    LocalDateTime time = LocalDateTime.ofEpochSecond(instant.getEpochSecond(), 0, ZoneOffset.UTC);
    if (time.getYear() < 0 || time.getYear() > 9999) {
      return BASIC.format(time);
    }
    // The formatter takes a dozen times as long, and every request pays for it.
    StringBuilder text = new StringBuilder(16);
    append(text, time.getYear() / 100);
    append(text, time.getYear() % 100);
    append(text, time.getMonthValue());
    append(text, time.getDayOfMonth());
    text.append('T');
    append(text, time.getHour());
    append(text, time.getMinute());
    append(text, time.getSecond());
    return text.append('Z').toString();
  }

  private static void append(StringBuilder text, int twoDigits) {
    text.append((char) ('0' + twoDigits / 10)).append((char) ('0' + twoDigits % 10));
  }

  /** The day of it, {@code yyyyMMdd}. */
  String day() {
    return timestamp().substring(0, 8);
  }

  /** Reads {@code yyyyMMdd'T'HHmmss'Z'}; null for anything else. */
  public static @Nullable RequestTime parseBasic(String text) {
    try {
      LocalDateTime time = isPlain(text) ? plain(text) : LocalDateTime.parse(text, BASIC);
      return new RequestTime(time.toInstant(ZoneOffset.UTC));
    } catch (DateTimeException e) {
      return null;
    }
  }

  /** Whether a text has digits and letters where a time with a year of four digits has them. */
  private static boolean isPlain(String text) {
    if (text.length() != 16 || text.charAt(8) != 'T' || text.charAt(15) != 'Z') {
      return false;
    }
    for (int i = 0; i < 15; i++) {
      char c = text.charAt(i);
      if (i != 8 && (c < '0' || c > '9')) {
        return false;
      }
    }
    return true;
  }

  private static LocalDateTime plain(String text) {
    return LocalDateTime.of(
        100 * digits(text, 0) + digits(text, 2),
        digits(text, 4),
        digits(text, 6),
        digits(text, 9),
        digits(text, 11),
        digits(text, 13));
  }

  private static int digits(String text, int at) {
    return 10 * (text.charAt(at) - '0') + text.charAt(at + 1) - '0';
  }

  /** Reads the forms that clients put into Date and x-amz-date; null for anything else. */
  public static @Nullable RequestTime parse(String text) {
    RequestTime basic = parseBasic(text);
    if (basic != null) {
      return basic;
    }
    String date = text.substring(text.indexOf(',') + 1).strip().replace("UTC", "GMT");
    try {
      return new RequestTime(OffsetDateTime.parse(date, HTTP).toInstant());
    } catch (DateTimeParseException e) {
      return null;
    }
  }

  /**
   * The time in x-amz-date or, without that, in Date. Fails with AccessDenied when there is none.
   */
  static RequestTime of(RequestHead head) {
    String date = head.header("x-amz-date");
    if (date == null) {
      date = head.header("date");
    }
    RequestTime time = date == null ? null : parse(date.strip());
    if (time == null) {
      throw new S3Exception(
          S3ErrorCode.ACCESS_DENIED,
          "AWS authentication requires a valid Date or x-amz-date header");
    }
    return time;
  }

  /** Fails with RequestTimeTooSkewed when this is too far from now, before or after. */
  void checkSkew(Instant now) {
    if (Duration.between(instant, now).abs().compareTo(MAXIMUM_SKEW) > 0) {
      throw new S3Exception(S3ErrorCode.REQUEST_TIME_TOO_SKEWED)
          .with("RequestTime", timestamp())
          .with("ServerTime", now.truncatedTo(ChronoUnit.SECONDS).toString())
          .with("MaxAllowedSkewMilliseconds", Long.toString(MAXIMUM_SKEW.toMillis()));
    }
  }

  /** Fails with AccessDenied when a presigned request came too late. */
  static void checkNotExpired(Instant expires, Instant now) {
    if (now.isAfter(expires)) {
      throw new S3Exception(S3ErrorCode.ACCESS_DENIED, "Request has expired")
          .with("Expires", expires.toString())
          .with("ServerTime", now.truncatedTo(ChronoUnit.SECONDS).toString());
    }
  }
}
