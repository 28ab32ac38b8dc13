package dev.sluice.common.rpc;

import dev.sluice.common.model.CallContext;
import dev.sluice.common.model.Cancellation;
import dev.sluice.common.model.Principal;
import io.grpc.Metadata;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A {@link CallContext} as headers of a call, and back: {@code sluice-request-id}, {@code
 * sluice-principal-id} and {@code sluice-principal-name}, all percent-encoded where they are not
 * printable ASCII. The deadline is gRPC's own ({@code grpc-timeout}).
 *
 * <p>The agent trusts them: every permitted caller may name any principal. A caller that sends no
 * principal, a direct tool for one, is {@link #DIRECT}; one that sends no request id is given one.
 */
public final class CallMetadata {
  /** The principal of a call that names none. */
  public static final Principal DIRECT = new Principal("direct", "direct");

  /**
   * Longest text taken from a header, characters; what is longer counts as not sent. Names of 256
   * characters fit, each of them three bytes that are percent-encoded.
   */
  private static final int MAX_LENGTH = 256 * 3 * 3;

  private static final Metadata.Key<String> REQUEST_ID =
      Metadata.Key.of("sluice-request-id", Metadata.ASCII_STRING_MARSHALLER);
  private static final Metadata.Key<String> PRINCIPAL_ID =
      Metadata.Key.of("sluice-principal-id", Metadata.ASCII_STRING_MARSHALLER);
  private static final Metadata.Key<String> PRINCIPAL_NAME =
      Metadata.Key.of("sluice-principal-name", Metadata.ASCII_STRING_MARSHALLER);

  private CallMetadata() {}

  /** The headers of a call. */
  public static Metadata toHeaders(CallContext context) {
    Metadata headers = new Metadata();
    headers.put(REQUEST_ID, encode(context.requestId()));
    headers.put(PRINCIPAL_ID, encode(context.principal().id()));
    headers.put(PRINCIPAL_NAME, encode(context.principal().displayName()));
    return headers;
  }

  /**
   * The context of a call.
   *
   * @param headers as they came
   * @param deadline of the call; null: none
   * @param newRequestId names a request that came without an id
   * @param cancellation of who called
   */
  public static CallContext toContext(
      Metadata headers,
      @Nullable Instant deadline,
      Supplier<String> newRequestId,
      Cancellation cancellation) {
    String requestId = decode(headers.get(REQUEST_ID));
    String principalId = decode(headers.get(PRINCIPAL_ID));
    String principalName = decode(headers.get(PRINCIPAL_NAME));
    return new CallContext(
        principalId.isEmpty() ? DIRECT : new Principal(principalId, principalName),
        requestId.isEmpty() ? newRequestId.get() : requestId,
        deadline,
        cancellation);
  }

  private static String encode(String text) {
    return isPlain(text) ? text : URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static String decode(@Nullable String text) {
    if (text == null || text.length() > MAX_LENGTH) {
      return "";
    }
    if (text.indexOf('%') < 0 && text.indexOf('+') < 0) {
      return text;
    }
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return "";
    }
  }

  private static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c <= ' ' || c > '~' || c == '%' || c == '+') {
        return false;
      }
    }
    return true;
  }
}
