package dev.sluice.frontend.s3;

import static dev.sluice.fuzzing.FuzzTarget.require;

import dev.sluice.fuzzing.FuzzTarget;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** {@link HttpDate} reads what it writes, and what the JDK reads as a date of RFC 1123. */
final class HttpDateFuzzTarget implements FuzzTarget {
  private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");

  @Override
  public void attack(byte[] input) {
    String sent = FuzzTarget.wireText(input);
    Instant read = HttpDate.parse(sent);
    if (read == null) {
      require(ofTheJdk(sent) == null, "reads what the JDK reads", sent);
      return;
    }
    require(read.equals(read.truncatedTo(ChronoUnit.SECONDS)), "whole seconds", sent, read);
    require(!read.isBefore(FIRST) && !read.isAfter(LAST), "years of four digits", sent, read);
    String written = HttpDate.format(read);
    require(read.equals(HttpDate.parse(written)), "there and back", sent, written);
    Instant expected = ofTheJdk(sent);
    require(expected == null || expected.equals(read), "as the JDK", sent, read, expected);
  }

  private static @Nullable Instant ofTheJdk(String sent) {
    try {
      Instant date = Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(sent.strip()));
      return date.isBefore(FIRST) || date.isAfter(LAST) ? null : date;
    } catch (DateTimeException e) {
      return null;
    }
  }
}
