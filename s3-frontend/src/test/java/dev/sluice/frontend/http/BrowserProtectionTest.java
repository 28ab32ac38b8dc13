package dev.sluice.frontend.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.common.config.AllowedHosts;
import dev.sluice.common.config.HostPort;
import dev.sluice.frontend.s3.RequestHead;
import dev.sluice.frontend.s3.S3ErrorCode;
import dev.sluice.frontend.s3.S3Exception;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sluice's own rule: AWS has no service without credentials. */
class BrowserProtectionTest {
  private static final List<String> READS = List.of("GET", "HEAD", "OPTIONS");
  private static final List<String> CHANGES = List.of("PUT", "POST", "DELETE", "PATCH", "get");

  private static final List<String> OWN_HOSTS =
      List.of("localhost:39999", "127.0.0.1:39999", "[::1]:39999", "photos.s3.test", "s3.test:80");
  private static final List<String> FOREIGN_HOSTS =
      List.of("rebound.example", "rebound.example:39999", "localhost.example", "s3.test.example");

  private static final List<String> OWN_SITES = List.of("", "same-origin", "none");
  private static final List<String> FOREIGN_SITES =
      List.of("cross-site", "same-site", "SAME-ORIGIN", "same-origin,cross-site", "later");

  private static final List<String> FOREIGN_ORIGINS =
      List.of(
          "null",
          "http://evil.example",
          "http://localhost",
          "http://localhost:1",
          "https://localhost:39999",
          "file://",
          "http://localhost:39999,http://evil.example",
          "chrome-extension://abcdefgh");

  private final BrowserProtection open =
      BrowserProtection.ofOpenAccess(
          new AllowedHosts(new HostPort("127.0.0.1", 39999), List.of("s3.test"), "domains"));

  private static RequestHead head(String method, String host, String origin, String site) {
    Map<String, List<String>> headers = new HashMap<>(Map.of("host", List.of(host)));
    if (!origin.isEmpty()) {
      headers.put("origin", List.of(origin));
    }
    if (!site.isEmpty()) {
      headers.put("sec-fetch-site", List.of(site));
    }
    return RequestHead.of(method, "/bucket/key", null, host, headers);
  }

  /** Without a rule for anybody. */
  private static void check(BrowserProtection protection, RequestHead head, String scheme) {
    protection.checkHost(head);
    assertThat(protection.checkChange(head, scheme, asked -> false)).isFalse();
  }

  private @Nullable S3Exception refusal(RequestHead head) {
    return catchThrowableOfType(S3Exception.class, () -> check(open, head, "http"));
  }

  /** Every method with every origin, every site and every host, each row with its answer. */
  @Test
  void request_isServedWhereNoPageOfSomebodyElseCanHaveSentIt() {
    int rows = 0;
    for (String host : concat(OWN_HOSTS, FOREIGN_HOSTS)) {
      for (String method : concat(READS, CHANGES)) {
        for (String site : concat(OWN_SITES, FOREIGN_SITES)) {
          for (String origin : concat(List.of("", "http://" + host), FOREIGN_ORIGINS)) {
            boolean own =
                OWN_SITES.contains(site) && (origin.isEmpty() || origin.endsWith("//" + host));
            boolean served = OWN_HOSTS.contains(host) && (READS.contains(method) || own);
            // The one origin that is listed as foreign and is that of a host without its scheme.
            boolean otherScheme = origin.startsWith("https:") && !READS.contains(method);
            assertThat(refusal(head(method, host, origin, site)) == null)
                .as("%s, Host: %s, Origin: %s, Sec-Fetch-Site: %s", method, host, origin, site)
                .isEqualTo(served && !otherScheme);
            rows++;
          }
        }
      }
    }
    assertThat(rows).isEqualTo(9 * 8 * 8 * 10);
  }

  private static List<String> concat(List<String> some, List<String> others) {
    return java.util.stream.Stream.concat(some.stream(), others.stream()).toList();
  }

  @ParameterizedTest
  @CsvSource({
    "http, localhost, http://localhost:80",
    "http, localhost:80, http://localhost",
    "https, s3.test:443, https://s3.test",
    "https, s3.test, https://s3.test:443",
    "http, S3.Test, http://s3.test",
    "https, s3.test:444, https://s3.test:444"
  })
  void ownOrigin_isTheSameHoweverItIsWritten(String scheme, String host, String origin) {
    check(open, head("PUT", host, origin, ""), scheme);
  }

  @ParameterizedTest
  @CsvSource({
    "http, localhost:443, https://localhost",
    "https, localhost:80, http://localhost",
    "http, localhost, http://localhost:443",
    "https, localhost:443, https://localhost:80"
  })
  void originOfAnotherScheme_isForeign(String scheme, String host, String origin) {
    assertThat(
            catchThrowableOfType(
                S3Exception.class, () -> check(open, head("PUT", host, origin, ""), scheme)))
        .isNotNull();
  }

  @Test
  void refusal_saysWhatWasSentAndWhatWasExpected() {
    S3Exception host = refusal(head("GET", "rebound.example", "", ""));
    assertThat(host).isNotNull();
    assertThat(host.code()).isEqualTo(S3ErrorCode.ACCESS_DENIED);
    assertThat(host.message()).contains("Host: rebound.example (expected: ", "setting domains");

    S3Exception origin = refusal(head("PUT", "localhost:39999", "http://evil.example", ""));
    assertThat(origin).isNotNull();
    assertThat(origin.code()).isEqualTo(S3ErrorCode.ACCESS_DENIED);
    assertThat(origin.message())
        .endsWith("Origin: http://evil.example (expected: http://localhost:39999, or a CORS rule)");

    S3Exception site = refusal(head("PUT", "localhost:39999", "", "same-site"));
    assertThat(site).isNotNull();
    assertThat(site.message())
        .endsWith("Sec-Fetch-Site: same-site (expected: same-origin or none, or a CORS rule)");
  }

  @Test
  void changeOfAnotherOrigin_isServedWhereARuleAllowsIt() {
    RequestHead foreign = head("PUT", "localhost:39999", "http://page.example", "cross-site");

    assertThat(open.checkChange(foreign, "http", foreign::equals)).isTrue();
  }

  /** Only pages of other origins cost a question. */
  @ParameterizedTest
  @CsvSource({
    "PUT, '', ''",
    "PUT, http://localhost:39999, same-origin",
    "GET, http://page.example, cross-site"
  })
  void rules_areAskedForOnlyByChangesOfOtherOrigins(String method, String origin, String site) {
    RequestHead head = head(method, "localhost:39999", origin, site);
    boolean byRule =
        open.checkChange(
            head,
            "http",
            asked -> {
              throw new AssertionError("asked");
            });

    assertThat(byRule).isFalse();
  }

  /** With credentials a page has none that the browser would add by itself. */
  @ParameterizedTest
  @ValueSource(strings = {"localhost:39999", "rebound.example"})
  void credentials_makeItSuperfluous(String host) {
    check(BrowserProtection.NONE, head("PUT", host, "http://evil.example", "cross-site"), "http");
  }
}
