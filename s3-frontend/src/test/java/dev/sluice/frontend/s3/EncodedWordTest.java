package dev.sluice.frontend.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 2047, as S3's user guide describes it for user metadata. */
class EncodedWordTest {
  @Test
  void ascii_isItself() {
    assertThat(EncodedWord.encode("plain text")).isEqualTo("plain text");
    assertThat(EncodedWord.decode("plain text")).isEqualTo("plain text");
  }

  @Test
  void wordsOfOtherEncoders_areRead() {
    assertThat(EncodedWord.decode("=?UTF-8?Q?caf=C3=A9_au_lait?=")).isEqualTo("café au lait");
    assertThat(EncodedWord.decode("=?utf-8?b?Y2Fmw6k=?=")).isEqualTo("café");
    assertThat(EncodedWord.decode("=?ISO-8859-1?Q?caf=E9?= noir")).isEqualTo("café noir");
    assertThat(EncodedWord.decode("=?UTF-8?B?Y2Fm?= =?UTF-8?B?w6k=?=")).isEqualTo("café");
  }

  /** Ours: AWS would store the double encoding. */
  @Test
  void rawUtf8_isReadAsUtf8() {
    String wire = new String("café".getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    assertThat(EncodedWord.decode(wire)).isEqualTo("café");
    assertThat(EncodedWord.decode("caf\u00e9")).isEqualTo("café");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "=?",
        "=??=",
        "=?UTF-8?B?***?=",
        "=?UTF-8?Q?=4?=",
        "=?UTF-8?Q?=ZZ?=",
        "=?no-such-charset?B?YQ==?=",
        "=?UTF-8?X?a?="
      })
  void malformedWord_staysAsItIs(String value) {
    assertThat(EncodedWord.decode(value)).isEqualTo(value);
  }

  /** The JDK would ask every provider, which takes half a millisecond for each word. */
  @Test
  void charsetThatNobodyKnows_isNotLookedFor() {
    long before = CharsetLookups.count();
    EncodedWord.decode("=?no-such-charset?Q?a?=".repeat(100));
    assertThat(CharsetLookups.count()).isEqualTo(before);

    assertThat(Charset.isSupported("no-such-charset")).isFalse();
    assertThat(CharsetLookups.count()).isGreaterThan(before);
  }

  /** A word may bring what no header may hold; it must not stand there as itself. */
  @Test
  void lineEndInAWord_isAnsweredInAWord() {
    String text = EncodedWord.decode("=?UTF-8?Q?a=0D=0Ax-injected:_1?=");
    assertThat(text).isEqualTo("a\r\nx-injected: 1");
    assertThat(EncodedWord.encode(text)).matches("=\\?UTF-8\\?B\\?[A-Za-z0-9+/]+=*\\?=");
  }

  @Property
  void everyText_isReadBack(@ForAll String any) {
    String text = new String(any.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    String encoded = EncodedWord.encode(text);
    assertThat(encoded.chars().allMatch(character -> character < 0x80)).isTrue();
    assertThat(EncodedWord.decode(encoded)).isEqualTo(text);
  }
}
