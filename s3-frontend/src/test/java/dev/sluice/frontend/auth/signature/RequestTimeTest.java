package dev.sluice.frontend.auth.signature;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestTimeTest {
  @Test
  void timestamp_isTheBasicForm() {
    RequestTime time = new RequestTime(Instant.parse("2026-01-09T08:07:06Z"));
    assertThat(time.timestamp()).isEqualTo("20260109T080706Z");
    assertThat(time.day()).isEqualTo("20260109");
    assertThat(RequestTime.parseBasic("20260109T080706Z")).isEqualTo(time);
  }

  @Property
  void everySecondOfAYearWithFourDigits_isReadBack(
      @ForAll @LongRange(min = -62167219200L, max = 253402300799L) long second) {
    RequestTime time = new RequestTime(Instant.ofEpochSecond(second));
    assertThat(time.timestamp()).hasSize(16);
    assertThat(RequestTime.parseBasic(time.timestamp())).isEqualTo(time);
  }

  /** The day that clients state is compared with what is formatted here. */
  @ParameterizedTest
  @ValueSource(strings = {"10000-02-03T04:05:06Z", "-0001-02-03T04:05:06Z"})
  void yearWithoutFourDigits_isFormattedWithItsSign(String instant) {
    RequestTime time =
        new RequestTime(Instant.parse(instant.startsWith("1") ? "+" + instant : instant));
    assertThat(RequestTime.parseBasic(time.timestamp())).isEqualTo(time);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "20260230T000000Z",
        "20261301T000000Z",
        "20260101T240000Z",
        "20260101T006000Z",
        "20260101T000060Z",
        "20260101t000000Z",
        "20260101T000000z",
        "20260101T000000",
        "2026010 T000000Z",
        "20260101T00000\u0660Z",
        "20260101T000000ZZ",
        "Sun, 06 Nov 1994 08:49:37 GMT"
      })
  void otherText_isNoTime(String text) {
    assertThat(RequestTime.parseBasic(text)).isNull();
  }
}
