package dev.sluice.frontend.xml;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import dev.sluice.frontend.s3.HttpDate;
import java.io.IOException;
import java.time.Instant;

/** Times of ISO 8601, and those of HTTP, which DeleteObjects may carry. */
final class TimestampDeserializer extends JsonDeserializer<Instant> {
  @Override
  public Instant deserialize(JsonParser parser, DeserializationContext context) throws IOException {
    String text = parser.getText();
    Instant time = HttpDate.parseHttpOrIso(text);
    if (time == null) {
      throw context.weirdStringException(text, Instant.class, "expected a time");
    }
    return time;
  }
}
