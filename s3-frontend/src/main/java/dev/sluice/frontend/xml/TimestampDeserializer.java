package dev.sluice.frontend.xml;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import dev.sluice.frontend.s3.HttpDate;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;

/** Times of ISO 8601, and those of HTTP, which DeleteObjects may carry. */
final class TimestampDeserializer extends JsonDeserializer<Instant> {
  @Override
  public Instant deserialize(JsonParser parser, DeserializationContext context) throws IOException {
    String text = parser.getText();
    Instant date = HttpDate.parse(text);
    try {
      return date == null ? Instant.parse(text.strip()) : date;
    } catch (DateTimeException e) {
      throw context.weirdStringException(text, Instant.class, "expected a time");
    }
  }
}
