package dev.sluice.frontend.xml;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sluice.common.model.CorsRule;
import dev.sluice.frontend.s3.S3Document;
import dev.sluice.frontend.s3.S3ErrorCode;
import dev.sluice.frontend.s3.S3Exception;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Body of PutBucketCors and answer of GetBucketCors.
 *
 * @param rules in their order, at least one
 */
public record CORSConfiguration(@JsonProperty("CORSRule") List<Rule> rules) implements S3Document {
  /** Longest document, bytes, as on AWS. */
  public static final int MAX_BYTES = 64 << 10;

  /** Fails with MalformedXML for no rule. */
  public CORSConfiguration {
    rules = Lists.copy(rules);
    requireAny(rules);
  }

  /** The document of rules. */
  public static CORSConfiguration of(List<CorsRule> rules) {
    return new CORSConfiguration(rules.stream().map(Rule::of).toList());
  }

  /** The rules of the document. */
  public List<CorsRule> toModel() {
    return rules.stream().map(Rule::toModel).toList();
  }

  /**
   * A rule.
   *
   * @param id name for people; null: none
   * @param allowedMethod methods of HTTP, at least one
   * @param allowedOrigin patterns of origins, at least one
   * @param allowedHeader patterns of names of headers of a request
   * @param maxAgeSeconds how long a preflight holds; null: not said
   * @param exposeHeader names of headers of an answer
   */
  public record Rule(
      @JsonProperty("ID") @Nullable String id,
      List<String> allowedMethod,
      List<String> allowedOrigin,
      List<String> allowedHeader,
      @Nullable Integer maxAgeSeconds,
      List<String> exposeHeader) {

    /** Fails with MalformedXML where the document's schema wants more, or something else. */
    public Rule {
      allowedMethod = Lists.copy(allowedMethod);
      allowedOrigin = Lists.copy(allowedOrigin);
      allowedHeader = Lists.copy(allowedHeader);
      exposeHeader = Lists.copy(exposeHeader);
      requireAny(allowedMethod);
      requireAny(allowedOrigin);
    }

    private static Rule of(CorsRule rule) {
      return new Rule(
          rule.id().isEmpty() ? null : rule.id(),
          rule.allowedMethods(),
          rule.allowedOrigins(),
          rule.allowedHeaders(),
          rule.maxAgeSeconds(),
          rule.exposeHeaders());
    }

    private CorsRule toModel() {
      return new CorsRule(
          Objects.requireNonNullElse(id, ""),
          allowedOrigin,
          allowedMethod,
          allowedHeader,
          exposeHeader,
          maxAgeSeconds);
    }
  }

  private static void requireAny(List<?> elements) {
    if (elements.isEmpty()) {
      throw new S3Exception(S3ErrorCode.MALFORMED_XML);
    }
  }
}
