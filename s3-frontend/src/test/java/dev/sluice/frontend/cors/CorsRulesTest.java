package dev.sluice.frontend.cors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.sluice.common.model.CorsRule;
import dev.sluice.frontend.s3.CorsRequest;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Asserts AWS's behaviour as documented: "Elements of a CORS configuration"
 * (AmazonS3/latest/userguide/ManageCorsUsing.html) and "Troubleshooting CORS"
 * (AmazonS3/latest/userguide/cors-troubleshooting.html). The limit on requested headers, and Vary
 * where no rule matches, are ours.
 */
class CorsRulesTest {
  private static final String PAGE = "https://www.example.com";
  private static final String VARY =
      "Origin, Access-Control-Request-Headers, Access-Control-Request-Method";

  private static CorsRule rule(String origins, String methods, String headers) {
    return new CorsRule("", list(origins), list(methods), list(headers), List.of(), null);
  }

  private static List<String> list(String text) {
    return Stream.of(text.split(" ", -1)).filter(value -> !value.isEmpty()).toList();
  }

  private static CorsRequest request(String origin, String method, String headers) {
    return new CorsRequest(origin, method, list(headers));
  }

  @ParameterizedTest
  @CsvSource({
    "*, https://www.example.com, true",
    "*, null, true",
    "https://www.example.com, https://www.example.com, true",
    "https://www.example.com, http://www.example.com, false",
    "https://www.example.com, https://www.example.com:444, false",
    "https://www.example.com, https://www.example.com.evil.example, false",
    "https://www.example.com, https://WWW.example.com, false",
    "https://www.example.com/, https://www.example.com, false",
    "https://*.example.com, https://www.example.com, true",
    "https://*.example.com, https://a.b.example.com, true",
    "https://*.example.com, https://example.com, false",
    "https://*.example.com, https://example.com.evil.example, false",
    "http://localhost:*, http://localhost:8080, true",
    "http://localhost:*, http://localhost, false",
    "start*end, startend, true",
    "start*end, start12end, true",
    "start*end, 0start12end, false",
    "*suffix, foo.suffix, true",
    "*suffix, foo.suffix.get, false",
    "prefix*, prefix.suffix, true",
    "prefix*, bla.prefix, false",
    "ab*ba, aba, false",
    "http://a.example https://b.example, https://b.example, true",
  })
  void origin_isThatOfAPattern(String patterns, String origin, boolean allowed) {
    CorsRules rules = new CorsRules(List.of(rule(patterns, "GET", "")));

    assertThat(rules.allow(request(origin, "GET", ""))).isEqualTo(allowed);
  }

  @ParameterizedTest
  @CsvSource({
    "GET, GET, true",
    "GET, HEAD, false",
    "GET PUT, PUT, true",
    "GET PUT, DELETE, false",
    "GET, get, false",
    "GET, PATCH, false",
    "GET, OPTIONS, false",
  })
  void method_isOneOfTheRule(String methods, String method, boolean allowed) {
    CorsRules rules = new CorsRules(List.of(rule("*", methods, "*")));

    assertThat(rules.allow(request(PAGE, method, ""))).isEqualTo(allowed);
  }

  @ParameterizedTest
  @CsvSource({
    "'', '', true",
    "'', content-type, false",
    "*, content-type x-amz-meta-a authorization, true",
    "Content-Type, content-type, true",
    "content-type, content-type x-amz-date, false",
    "x-amz-*, x-amz-date x-amz-meta-a, true",
    "X-AMZ-*, x-amz-date content-type, false",
    "x-amz-*-name x-amz-date, x-amz-meta-name x-amz-date, true",
    "x-amz-, x-amz-date, false",
  })
  void everyRequestedHeader_isAllowed(String patterns, String requested, boolean allowed) {
    CorsRules rules = new CorsRules(List.of(rule("*", "PUT", patterns)));

    assertThat(rules.allow(request(PAGE, "PUT", requested))).isEqualTo(allowed);
  }

  @Test
  void moreHeadersThanAPageHas_areNotAllowed() {
    CorsRules rules = new CorsRules(List.of(rule("*", "PUT", "*")));
    List<String> most = Collections.nCopies(CorsRules.MOST_HEADERS, "a");
    List<String> more = Collections.nCopies(CorsRules.MOST_HEADERS + 1, "a");

    assertThat(rules.allow(new CorsRequest(PAGE, "PUT", most))).isTrue();
    assertThat(rules.allow(new CorsRequest(PAGE, "PUT", more))).isFalse();
  }

  @Test
  void answer_hasAllThatItsRuleSays() {
    CorsRules rules =
        new CorsRules(
            List.of(
                new CorsRule(
                    "uploads",
                    List.of("https://*.example.com"),
                    List.of("GET", "PUT"),
                    List.of("x-amz-*"),
                    List.of("ETag", "", "x-amz-request-id"),
                    3000)));

    assertThat(rules.headers(request(PAGE, "PUT", "x-amz-date x-amz-meta-a")))
        .containsExactly(
            entry("Vary", VARY),
            entry("Access-Control-Allow-Origin", PAGE),
            entry("Access-Control-Allow-Credentials", "true"),
            entry("Access-Control-Allow-Methods", "GET, PUT"),
            entry("Access-Control-Allow-Headers", "x-amz-date, x-amz-meta-a"),
            entry("Access-Control-Expose-Headers", "ETag, x-amz-request-id"),
            entry("Access-Control-Max-Age", "3000"));
  }

  @Test
  void anyOrigin_isAnsweredByAnAsteriskWithoutCredentials() {
    CorsRules rules = new CorsRules(List.of(rule("https://www.example.com *", "GET", "")));

    assertThat(rules.headers(request(PAGE, "GET", "")))
        .containsExactly(
            entry("Vary", VARY),
            entry("Access-Control-Allow-Origin", "*"),
            entry("Access-Control-Allow-Methods", "GET"));
  }

  @Test
  void firstMatchingRule_answers() {
    CorsRules rules =
        new CorsRules(
            List.of(
                rule("https://other.example", "GET", ""),
                rule(PAGE, "PUT", ""),
                rule("*", "GET PUT", ""),
                rule(PAGE, "GET", "")));

    assertThat(rules.headers(request(PAGE, "GET", "")))
        .containsEntry("Access-Control-Allow-Origin", "*")
        .containsEntry("Access-Control-Allow-Methods", "GET, PUT");
    assertThat(rules.headers(request(PAGE, "PUT", "")))
        .containsEntry("Access-Control-Allow-Origin", PAGE)
        .containsEntry("Access-Control-Allow-Methods", "PUT");
  }

  @Test
  void bucketWithRules_variesForOriginsThatMatchNone() {
    CorsRules rules = new CorsRules(List.of(rule("https://other.example", "GET", "")));

    assertThat(rules.headers(request(PAGE, "GET", ""))).containsExactly(entry("Vary", VARY));
    assertThat(CorsRules.NONE.headers(request(PAGE, "GET", ""))).isEmpty();
  }
}
