package dev.sluice.frontend.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9110 section 5.6.7. */
class HttpDateTest {
  private static final Instant EXAMPLE = Instant.parse("1994-11-06T08:49:37Z");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Sun, 06 Nov 1994 08:49:37 GMT",
        "Sunday, 06-Nov-94 08:49:37 GMT",
        "Sun Nov  6 08:49:37 1994",
        "Sun, 6 Nov 1994 08:49:37 GMT",
        "Sun, 06 Nov 1994 09:49:37 +0100",
        " Sun, 06 Nov 1994 08:49:37 GMT ",
      })
  void everyForm_isRead(String value) {
    assertThat(HttpDate.parse(value)).isEqualTo(EXAMPLE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "0", "yesterday", "1994-11-06T08:49:37Z", "Mon, 06 Nov 1994 08:49:37 GMT"})
  void otherText_isNoDate(String value) {
    assertThat(HttpDate.parse(value)).isNull();
  }

  /** What a message to the agent could not carry. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Sun, 6 Nov 11994 08:49:37 GMT",
        "6 Nov 0000 08:49:37 GMT",
        "+10000-01-01T00:00:00Z",
        "-0001-01-01T00:00:00Z"
      })
  void yearWithoutFourDigits_isNoDate(String value) {
    assertThat(HttpDate.parseHttpOrIso(value)).isNull();
  }

  @Test
  void isoDate_isReadWhereSdksWriteIt() {
    assertThat(HttpDate.parseHttpOrIso(" 1994-11-06T08:49:37Z ")).isEqualTo(EXAMPLE);
    assertThat(HttpDate.parseHttpOrIso("Sun, 06 Nov 1994 08:49:37 GMT")).isEqualTo(EXAMPLE);
  }

  @Test
  void format_isTheFixedForm() {
    assertThat(HttpDate.format(EXAMPLE.plusMillis(999))).isEqualTo("Sun, 06 Nov 1994 08:49:37 GMT");
  }

  @Property
  void everySecond_isReadBack(@ForAll @LongRange(min = 0, max = 253402300799L) long second) {
    Instant instant = Instant.ofEpochSecond(second);
    assertThat(HttpDate.parse(HttpDate.format(instant))).isEqualTo(instant);
  }
}
