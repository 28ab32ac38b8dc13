package dev.sluice.frontend.form;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sluice.frontend.s3.S3Exception;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9110 section 5.6.6, RFC 7578; which mistakes are refused is our choice. */
class HeaderParametersTest {
  private static final int SHORT = 1000;

  @Test
  void parameters_areReadQuotedAndBare() {
    assertThat(
            HeaderParameters.parse(
                "Form-Data ; Name=\"a;b=\\\"c\\\"\";filename=C:\\x\\y.txt; e=\"\" ;;x*=UTF-8''a;"))
        .isEqualTo(
            new HeaderParameters(
                "form-data",
                Map.of(
                    "name", "a;b=\"c\"", "filename", "C:\\x\\y.txt", "e", "", "x*", "UTF-8''a")));
    assertThat(HeaderParameters.parse("a/b").parameters()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a; b",
        "a; b; c=d",
        "a; =b",
        "a; b=\"c",
        "a; b=\"c\\\"",
        "a; b=\"c\"d",
        "a; b=c d",
        "a; b=c\"d\"",
        "a; b=c; B=d",
        "a; b =c",
        "a;b=c;boundary=a;boundary=a"
      })
  void otherText_isRefused(String text) {
    assertThatExceptionOfType(S3Exception.class).isThrownBy(() -> HeaderParameters.parse(text));
  }

  /** Whoever sends these is not known yet. */
  @Test
  void steps_growWithTheText() {
    for (String pump :
        List.of(";", " ", ";a=b", ";a=\"", "\\\"", ";a=\"\\\"", "a", "=", "\u0085")) {
      for (String prefix : List.of("", "a;b=", "a;b=\"", "a;boundary=a")) {
        long once = steps(prefix + pump.repeat(SHORT) + "\u0085");
        long twice = steps(prefix + pump.repeat(2 * SHORT) + "\u0085");

        assertThat(twice).as(prefix + pump).isLessThanOrEqualTo(2 * once + 10);
      }
    }
  }

  private static long steps(String text) {
    long[] steps = {0};
    CharSequence counted =
        new CharSequence() {
          @Override
          public int length() {
            return text.length();
          }

          @Override
          public char charAt(int index) {
            steps[0]++;
            return text.charAt(index);
          }

          @Override
          public CharSequence subSequence(int start, int end) {
            steps[0] += end - start;
            return text.substring(start, end);
          }

          @Override
          public String toString() {
            return text;
          }
        };
    try {
      HeaderParameters.parse(counted);
    } catch (S3Exception e) {
      // A refusal is an answer as well: what it cost is what counts.
    }
    return steps[0];
  }
}
