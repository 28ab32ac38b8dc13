package dev.sluice.frontend.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.common.model.ByteRange;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9110 section 14, as AWS reads it. */
class RangeHeaderTest {
  @Test
  void singleRange_isRead() {
    assertThat(RangeHeader.parse("bytes=0-9")).isEqualTo(new ByteRange.FromTo(0, 9));
    assertThat(RangeHeader.parse("bytes=5-")).isEqualTo(new ByteRange.From(5));
    assertThat(RangeHeader.parse("bytes=-5")).isEqualTo(new ByteRange.Suffix(5));
    assertThat(RangeHeader.parse("bytes=-0")).isEqualTo(new ByteRange.Suffix(0));
    assertThat(RangeHeader.parse(" Bytes=1-2 ")).isEqualTo(new ByteRange.FromTo(1, 2));
  }

  @Test
  void offset_overTwoGiB_isRead() {
    assertThat(RangeHeader.parse("bytes=5000000000-5000000001"))
        .isEqualTo(new ByteRange.FromTo(5_000_000_000L, 5_000_000_001L));
  }

  @Test
  void offset_beyondAnyObject_isBeyondTheEnd() {
    assertThat(RangeHeader.parse("bytes=99999999999999999999-"))
        .isEqualTo(new ByteRange.From(Long.MAX_VALUE));
    assertThat(RangeHeader.parse("bytes=0-99999999999999999999"))
        .isEqualTo(new ByteRange.FromTo(0, Long.MAX_VALUE));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "bytes",
        "bytes=",
        "bytes=-",
        "bytes=a-b",
        "bytes=5-4",
        "bytes=92233720368547758070-18446744073709551616",
        "bytes=1-2,4-5",
        "bytes=0-1,",
        "items=0-1",
        "0-1",
        "bytes=1--2",
        "bytes=+1-2",
        "bytes=0x1-2",
        "bytes= -1",
        "bytes =0-1",
        "bytes=0 -1",
        "bytes=0- 1"
      })
  void malformedOrSeveral_areIgnored(String value) {
    assertThat(RangeHeader.parse(value)).isNull();
  }

  @Property
  void everyRange_isReadBack(
      @ForAll @LongRange(min = 0) long first, @ForAll @LongRange(min = 0) long length) {
    long last = Math.max(first, first + length);
    assertThat(RangeHeader.parse("bytes=" + first + "-" + last))
        .isEqualTo(new ByteRange.FromTo(first, last));
  }

  @Property
  void anyValue_isARangeOrIgnored(@ForAll String value) {
    ByteRange range = RangeHeader.parse("bytes=" + value);
    assertThat(range == null || value.contains("-")).isTrue();
  }
}
