package dev.sluice.frontend.s3;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The query of a request, split and decoded once for all its readers: verification of signatures,
 * the router and the logs. Two readers of the raw text could take one parameter for two different
 * ones, and only one of them would have been signed.
 *
 * <p>Of a parameter that is sent twice the first one counts. A query that is not percent-encoded
 * UTF-8, or names a parameter with a control character, fails with InvalidURI as soon as a
 * parameter is read, so that it is never taken for an empty one.
 */
public final class Query {
  /** No query. */
  public static final Query NONE = new Query(null, List.of(), null);

  private static final String HIDDEN = "hidden";

  private final @Nullable String sent;
  private final List<Parameter> parameters;
  private final Map<String, String> first;
  private final @Nullable S3Exception refusal;

  /**
   * One parameter, decoded.
   *
   * @param value empty as well where no {@code =} was sent
   */
  public record Parameter(String name, String value) {}

  private Query(@Nullable String sent, List<Parameter> parameters, @Nullable S3Exception refusal) {
    this.sent = sent;
    this.parameters = List.copyOf(parameters);
    this.refusal = refusal;
    Map<String, String> values = new LinkedHashMap<>();
    parameters.forEach(parameter -> values.putIfAbsent(parameter.name(), parameter.value()));
    this.first = Collections.unmodifiableMap(values);
  }

  /**
   * The query of this text; never fails itself.
   *
   * @param sent what followed the first {@code ?}; null when there was none
   */
  public static Query of(@Nullable String sent) {
    if (sent == null || sent.isEmpty()) {
      return sent == null ? NONE : new Query(sent, List.of(), null);
    }
    List<Parameter> parameters = new ArrayList<>();
    try {
      for (String part : sent.split("&", -1)) {
        if (!part.isEmpty()) {
          parameters.add(parameter(part));
        }
      }
      return new Query(sent, parameters, null);
    } catch (S3Exception e) {
      return new Query(sent, List.of(), e);
    }
  }

  private static Parameter parameter(String part) {
    int equals = part.indexOf('=');
    String name = PercentDecoding.ofQuery(equals < 0 ? part : part.substring(0, equals));
    if (name.chars().anyMatch(Character::isISOControl)) {
      throw new S3Exception(
          S3ErrorCode.INVALID_URI,
          "Couldn't parse the specified URI: a control character in the name of a parameter.");
    }
    return new Parameter(
        name, equals < 0 ? "" : PercentDecoding.ofQuery(part.substring(equals + 1)));
  }

  /** Whether its parameters can be asked for. */
  public boolean isReadable() {
    return refusal == null;
  }

  /** Every parameter in the order sent. */
  public List<Parameter> parameters() {
    requireReadable();
    return parameters;
  }

  /** The name of every parameter, in the order sent. */
  public Set<String> names() {
    return values().keySet();
  }

  /** Whether a parameter was sent, with or without a value. */
  public boolean has(String name) {
    return values().containsKey(name);
  }

  /** The value of a parameter; null when it was not sent. */
  public @Nullable String value(String name) {
    return values().get(name);
  }

  /** The value of a parameter; empty as well when it was not sent. */
  public String valueOrEmpty(String name) {
    return values().getOrDefault(name, "");
  }

  /** The first of these parameters to be there more than once; null: none is. */
  public @Nullable String repeated(Set<String> names) {
    requireReadable();
    if (parameters.size() < 2) {
      return null;
    }
    Set<String> seen = new HashSet<>();
    for (Parameter parameter : parameters) {
      if (names.contains(parameter.name()) && !seen.add(parameter.name())) {
        return parameter.name();
      }
    }
    return null;
  }

  /** The text that was sent; null when there was none. */
  public @Nullable String sent() {
    return sent;
  }

  /**
   * The text that was sent, with the value of each secret parameter replaced; of a query that
   * cannot be read, every value.
   *
   * @param secret whether the parameter of a name is secret
   */
  public @Nullable String withoutSecrets(Predicate<String> secret) {
    if (sent == null || sent.isEmpty()) {
      return sent;
    }
    List<String> shown = new ArrayList<>();
    int next = 0;
    for (String part : sent.split("&", -1)) {
      boolean hides =
          !part.isEmpty() && (refusal != null || secret.test(parameters.get(next++).name()));
      int equals = part.indexOf('=');
      shown.add(hides && equals >= 0 ? part.substring(0, equals + 1) + HIDDEN : part);
    }
    return String.join("&", shown);
  }

  private Map<String, String> values() {
    requireReadable();
    return first;
  }

  private void requireReadable() {
    if (refusal != null) {
      throw refusal;
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Query query && Objects.equals(sent, query.sent);
  }

  @Override
  public int hashCode() {
    return Objects.hashCode(sent);
  }

  @Override
  public String toString() {
    return sent == null ? "" : "?" + sent;
  }
}
