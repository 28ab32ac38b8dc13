package dev.sluice.common.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A rule of a bucket for requests of web pages from other origins.
 *
 * @param id name for people; may be empty
 * @param allowedOrigins each with at most one {@code *}; at least one
 * @param allowedMethods of GET, PUT, POST, DELETE and HEAD; at least one
 * @param allowedHeaders names that a request may have, each with at most one {@code *}
 * @param exposeHeaders names of the answer that a page may see
 * @param maxAgeSeconds how long a browser may remember the answer to a preflight; null: not said
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

  /** Copies the lists. */
  public CorsRule {
    allowedOrigins = List.copyOf(allowedOrigins);
    allowedMethods = List.copyOf(allowedMethods);
    allowedHeaders = List.copyOf(allowedHeaders);
    exposeHeaders = List.copyOf(exposeHeaders);
  }
}
