package dev.sluice.common.rpc;

import dev.sluice.common.model.CallContext;
import dev.sluice.common.model.Caller;
import dev.sluice.common.model.Cancellation;
import dev.sluice.common.model.Principal;
import dev.sluice.common.model.StorageException;
import dev.sluice.v1.RequestKeys;
import io.grpc.Metadata;
import io.grpc.protobuf.ProtoUtils;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A {@link CallContext} as headers of a call, and back: {@code sluice-request-id}, percent-encoded
 * where it is not printable ASCII, {@code sluice-caller-bin}, a {@link dev.sluice.v1.Caller}, and
 * {@code sluice-request-keys-bin}, the {@link RequestKeys} that would make each caller another one:
 * HPACK sends what stays the same as an index into its table. The deadline is gRPC's own ({@code
 * grpc-timeout}).
 *
 * <p>The agent believes them: a holder of its door is the operator, and may name any principal. A
 * call without a caller is the operator's own, in the name of {@link #DIRECT}; a caller that cannot
 * be read is one to whom nothing is granted, never the operator.
 */
public final class CallMetadata {
  /** Principal of a call that states no caller. */
  public static final Principal DIRECT = new Principal("direct", "direct");

  /**
   * Most bytes of a call's headers that an agent takes, which its clients learn from it: a caller's
   * condition keys and statements are longer than the 8 KiB that gRPC takes by itself, and bounded.
   */
  public static final int MOST_BYTES = 256 << 10;

  private static final Caller OPERATOR = Caller.operator(DIRECT);

  /** Caller whose header says nothing that can be read. */
  private static final Caller UNREADABLE =
      new Caller(
          Caller.Kind.ANONYMOUS,
          new Principal("unreadable", "unreadable"),
          "",
          "",
          false,
          List.of());

  /** Longest request id taken from a header, characters; a longer one counts as not sent. */
  private static final int MAX_LENGTH = 256 * 3 * 3;

  private static final Metadata.Key<String> REQUEST_ID =
      Metadata.Key.of("sluice-request-id", Metadata.ASCII_STRING_MARSHALLER);

  /** Inside a process the message itself arrives. */
  private static final Metadata.Key<dev.sluice.v1.Caller> CALLER =
      Metadata.Key.of(
          "sluice-caller-bin",
          ProtoUtils.metadataMarshaller(dev.sluice.v1.Caller.getDefaultInstance()));

  private static final Metadata.Key<RequestKeys> REQUEST_KEYS =
      Metadata.Key.of(
          "sluice-request-keys-bin",
          ProtoUtils.metadataMarshaller(RequestKeys.getDefaultInstance()));

  private CallMetadata() {}

  /** The headers of a call. */
  public static Metadata toHeaders(CallContext context) {
    Metadata headers = new Metadata();
    headers.put(REQUEST_ID, encode(context.requestId()));
    headers.put(CALLER, WireCaller.ofClient(context.caller()));
    RequestKeys keys = WireCaller.requestKeys(context.caller());
    if (keys.getConditionKeysCount() > 0) {
      headers.put(REQUEST_KEYS, keys);
    }
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
    return new CallContext(
        caller(headers),
        requestId.isEmpty() ? newRequestId.get() : requestId,
        deadline,
        cancellation);
  }

  private static Caller caller(Metadata headers) {
    try {
      dev.sluice.v1.Caller stated = headers.get(CALLER);
      if (stated == null) {
        return OPERATOR;
      }
      RequestKeys keys = headers.get(REQUEST_KEYS);
      return keys == null ? WireCaller.toModel(stated) : WireCaller.toModel(stated, keys);
    } catch (IllegalArgumentException | StorageException e) {
      return UNREADABLE;
    }
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
