package dev.sluice.frontend.s3;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The head of an HTTP request as it came over the wire, before any interpretation.
 *
 * <p>The path is raw: nothing is percent-decoded, joined or normalised, because a signature is
 * computed over what the client sent and because keys such as {@code a//b} and {@code ../c} must
 * survive.
 *
 * @param method the method as sent, for example {@code GET}
 * @param rawPath the path as sent, beginning with {@code /}, without query
 * @param query what follows the first {@code ?}, decoded once for all readers
 * @param host the value of the Host header (or of {@code :authority}), port included
 * @param headers every field, by lower-case name; several lines of one name keep their order.
 *     Values are bytes, one character (ISO 8859-1) for each; {@link HeaderText} makes text of them
 */
public record RequestHead(
    String method, String rawPath, Query query, String host, Map<String, List<String>> headers) {

  /**
   * The head with a query as it was sent.
   *
   * @param rawQuery what follows the first {@code ?}, or null when there is none
   */
  public static RequestHead of(
      String method,
      String rawPath,
      @Nullable String rawQuery,
      String host,
      Map<String, List<String>> headers) {
    return new RequestHead(method, rawPath, Query.of(rawQuery), host, headers);
  }

  /**
   * The value of a header, several lines joined by {@code ,} as HTTP says they may be.
   *
   * @param name in lower case
   * @return null when the header was not sent
   */
  public @Nullable String header(String name) {
    assert name.equals(name.toLowerCase(Locale.ROOT)) : name;
    List<String> values = headers.get(name);
    if (values == null || values.isEmpty()) {
      return null;
    }
    return values.size() == 1 ? values.getFirst() : String.join(",", values);
  }

  /**
   * Every line of a header in the order sent; empty when there is none.
   *
   * @param name in lower case
   */
  public List<String> headerLines(String name) {
    return headers.getOrDefault(name, List.of());
  }
}
