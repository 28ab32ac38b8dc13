package dev.sluice.frontend.cors;

import dev.sluice.common.model.CorsRule;
import dev.sluice.common.model.Wildcard;
import dev.sluice.frontend.s3.CorsRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The CORS rules of a bucket. The first that matches a request decides; a pure function of rules
 * and request.
 */
public record CorsRules(List<CorsRule> rules) {
  /** The rules of a bucket without any, and of a bucket that does not exist. */
  public static final CorsRules NONE = new CorsRules(List.of());

  /** Most headers that a preflight may ask for. */
  static final int MOST_HEADERS = 100;

  private static final String ANY = "*";
  private static final String VARY =
      "Origin, Access-Control-Request-Headers, Access-Control-Request-Method";

  /** Copies the list. */
  public CorsRules {
    rules = List.copyOf(rules);
  }

  /** Whether the bucket has no rule. */
  public boolean isEmpty() {
    return rules.isEmpty();
  }

  /** Whether a rule allows the request. */
  public boolean allow(CorsRequest request) {
    return rule(request) != null;
  }

  /**
   * The headers of the answer to a request. A bucket with rules answers differently by origin,
   * which caches have to know; the other headers are those of the first rule that matches.
   */
  public Map<String, String> headers(CorsRequest request) {
    Map<String, String> headers = new LinkedHashMap<>();
    if (rules.isEmpty()) {
      return headers;
    }
    headers.put("Vary", VARY);
    CorsRule rule = rule(request);
    if (rule == null) {
      return headers;
    }
    if (rule.allowedOrigins().contains(ANY)) {
      headers.put("Access-Control-Allow-Origin", ANY);
    } else {
      headers.put("Access-Control-Allow-Origin", request.origin());
      headers.put("Access-Control-Allow-Credentials", "true");
    }
    headers.put("Access-Control-Allow-Methods", String.join(", ", rule.allowedMethods()));
    list(headers, "Access-Control-Allow-Headers", request.headers());
    list(headers, "Access-Control-Expose-Headers", rule.exposeHeaders());
    Integer maxAge = rule.maxAgeSeconds();
    if (maxAge != null) {
      headers.put("Access-Control-Max-Age", maxAge.toString());
    }
    return headers;
  }

  private static void list(Map<String, String> headers, String name, List<String> values) {
    String text =
        values.stream().filter(value -> !value.isEmpty()).collect(Collectors.joining(", "));
    if (!text.isEmpty()) {
      headers.put(name, text);
    }
  }

  private @Nullable CorsRule rule(CorsRequest request) {
    if (request.headers().size() > MOST_HEADERS) {
      return null;
    }
    for (CorsRule rule : rules) {
      if (matches(rule, request)) {
        return rule;
      }
    }
    return null;
  }

  private static boolean matches(CorsRule rule, CorsRequest request) {
    return rule.allowedMethods().contains(request.method())
        && anyMatches(rule.allowedOrigins(), request.origin())
        && request.headers().stream().allMatch(name -> allowsHeader(rule, name));
  }

  /** Names of headers are compared without their case. */
  private static boolean allowsHeader(CorsRule rule, String name) {
    return rule.allowedHeaders().stream()
        .anyMatch(allowed -> new Wildcard(allowed.toLowerCase(Locale.ROOT)).matches(name));
  }

  private static boolean anyMatches(List<String> patterns, String text) {
    return patterns.stream().anyMatch(pattern -> new Wildcard(pattern).matches(text));
  }
}
