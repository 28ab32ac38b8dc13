package dev.sluice.common.model;

import dev.sluice.v1.FailureReason;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A rule of a bucket for requests of web pages from other origins.
 *
 * @param id name for people, at most {@link #MAX_ID} characters; may be empty
 * @param allowedOrigins each with at most one {@code *}; at least one
 * @param allowedMethods of {@link #METHODS}; at least one
 * @param allowedHeaders names that a request may have, each with at most one {@code *}
 * @param exposeHeaders names of the answer that a page may see, printable and without {@code *}
 * @param maxAgeSeconds how long a browser may remember the answer to a preflight, not negative;
 *     null: not said
 */
public record CorsRule(
    String id,
    List<String> allowedOrigins,
    List<String> allowedMethods,
    List<String> allowedHeaders,
    List<String> exposeHeaders,
    @Nullable Integer maxAgeSeconds) {
  /** Most rules of a bucket, as on AWS. */
  public static final int MOST_RULES = 100;

  /**
   * Most characters of all rules of a bucket together: what AWS's limit of 64 KB leaves room for.
   */
  public static final int MOST_CHARACTERS = 64 << 10;

  /** Longest id, characters, as on AWS. */
  public static final int MAX_ID = 255;

  /** Methods that a rule can allow. */
  public static final List<String> METHODS = List.of("GET", "PUT", "POST", "DELETE", "HEAD");

  /** Fails with {@code REQUEST_INVALID}, in AWS's words where it has some, for any other rule. */
  public CorsRule {
    allowedOrigins = List.copyOf(allowedOrigins);
    allowedMethods = List.copyOf(allowedMethods);
    allowedHeaders = List.copyOf(allowedHeaders);
    exposeHeaders = List.copyOf(exposeHeaders);
    require(
        id.length() <= MAX_ID,
        "ID of a CORS rule: " + id.length() + " characters (expected: at most " + MAX_ID + ")");
    require(
        !allowedOrigins.isEmpty() && !allowedMethods.isEmpty(),
        "CORS rule: " + id + " (expected: at least one origin and one method)");
    for (String method : allowedMethods) {
      require(
          METHODS.contains(method),
          "Found unsupported HTTP method in CORS config. Unsupported method is " + method);
    }
    requireOneWildcard("AllowedOrigin", allowedOrigins);
    requireOneWildcard("AllowedHeader", allowedHeaders);
    for (String name : exposeHeaders) {
      require(
          name.indexOf('*') < 0,
          "ExposeHeader \""
              + name
              + "\" contains wildcard. We currently do not support wildcard for ExposeHeader.");
      require(
          name.chars().allMatch(character -> character >= ' ' && character <= '~'),
          "ExposeHeader \"" + name + "\" (expected: the name of a header)");
    }
    require(
        maxAgeSeconds == null || maxAgeSeconds >= 0,
        "MaxAgeSeconds: " + maxAgeSeconds + " (expected: 0 or more)");
  }

  /** Fails with {@code REQUEST_INVALID} where these rules are too many for a bucket. */
  public static void requireFew(List<CorsRule> rules) {
    require(
        rules.size() <= MOST_RULES,
        "The number of CORS rules should not exceed allowed limit of " + MOST_RULES + " rules.");
    int characters = rules.stream().mapToInt(CorsRule::characters).sum();
    require(
        characters <= MOST_CHARACTERS,
        "CORS rules: " + characters + " characters (expected: at most " + MOST_CHARACTERS + ")");
  }

  /** Characters of the rule. */
  public int characters() {
    return id.length()
        + Stream.of(allowedOrigins, allowedMethods, allowedHeaders, exposeHeaders)
            .flatMap(List::stream)
            .mapToInt(String::length)
            .sum();
  }

  private static void requireOneWildcard(String what, List<String> patterns) {
    for (String pattern : patterns) {
      require(
          pattern.indexOf('*') == pattern.lastIndexOf('*'),
          what + " \"" + pattern + "\" can not have more than one wildcard.");
    }
  }

  private static void require(boolean good, String otherwise) {
    if (!good) {
      throw new StorageException(FailureReason.REQUEST_INVALID, otherwise);
    }
  }
}
