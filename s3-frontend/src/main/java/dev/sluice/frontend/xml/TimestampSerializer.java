package dev.sluice.frontend.xml;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/**
 * Times as S3 writes them: {@code 2006-02-03T16:45:09.000Z}, in whole seconds like Last-Modified.
 * Clients compare the two: of a fraction in one of them they conclude that the object has changed.
 */
final class TimestampSerializer extends JsonSerializer<Instant> {
  @Override
  public void serialize(Instant value, JsonGenerator generator, SerializerProvider provider)
      throws IOException {
    generator.writeString(format(value));
  }

  /** By hand: a page of a listing has a thousand of them, and a formatter is ten times slower. */
  static String format(Instant instant) {
    LocalDateTime time = LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
    StringBuilder text = new StringBuilder(24);
    digits(text, time.getYear(), 1000);
    digits(text.append('-'), time.getMonthValue(), 10);
    digits(text.append('-'), time.getDayOfMonth(), 10);
    digits(text.append('T'), time.getHour(), 10);
    digits(text.append(':'), time.getMinute(), 10);
    digits(text.append(':'), time.getSecond(), 10);
    return text.append(".000Z").toString();
  }

  private static void digits(StringBuilder text, int value, int highest) {
    for (int power = highest; power > 0; power /= 10) {
      text.append((char) ('0' + value / power % 10));
    }
  }
}
