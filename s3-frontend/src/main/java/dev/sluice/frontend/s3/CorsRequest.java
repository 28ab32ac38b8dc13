package dev.sluice.frontend.s3;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A request that a web page makes or, in a preflight, means to make, as far as CORS rules are about
 * it.
 *
 * @param origin of the page
 * @param method that it uses
 * @param headers that it means to send, by lower-case name; a preflight alone says so
 */
public record CorsRequest(String origin, String method, List<String> headers) {
  private static final String REQUESTED_METHOD = "access-control-request-method";
  private static final String REQUESTED_HEADERS = "access-control-request-headers";

  /** Copies the list. */
  public CorsRequest {
    headers = List.copyOf(headers);
  }

  /**
   * The request of a head; null where no page sent it. The method that a preflight asks for counts
   * as the request's own wherever it is sent, as on AWS; no page can send it by itself.
   */
  public static @Nullable CorsRequest of(RequestHead head) {
    String origin = head.header("origin");
    return origin == null
        ? null
        : new CorsRequest(
            origin,
            Objects.requireNonNullElse(head.header(REQUESTED_METHOD), head.method()),
            requestedHeaders(head));
  }

  /** The method that a preflight asks for; null where it asks for none. */
  public static @Nullable String requestedMethod(RequestHead head) {
    return head.header(REQUESTED_METHOD);
  }

  private static List<String> requestedHeaders(RequestHead head) {
    String names = head.header(REQUESTED_HEADERS);
    return names == null
        ? List.of()
        : Stream.of(names.split(",", -1))
            .map(name -> name.strip().toLowerCase(Locale.ROOT))
            .filter(name -> !name.isEmpty())
            .toList();
  }
}
