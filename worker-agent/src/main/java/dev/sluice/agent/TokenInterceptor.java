package dev.sluice.agent;

import dev.sluice.common.config.Secret;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import org.jspecify.annotations.Nullable;

/** Lets a call through only if it shows the shared token: {@code authorization: Bearer TOKEN}. */
final class TokenInterceptor implements ServerInterceptor {

  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
  private static final String SCHEME = "Bearer ";

  private final Secret token;

  TokenInterceptor(Secret token) {
    this.token = token;
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    if (isShown(headers.get(AUTHORIZATION))) {
      return next.startCall(call, headers);
    }
    call.close(
        Status.UNAUTHENTICATED.withDescription(
            "authorization: missing or wrong (expected: Bearer and the agent's token)"),
        new Metadata());
    return new ServerCall.Listener<>() {};
  }

  private boolean isShown(@Nullable String header) {
    return header != null
        && header.length() > SCHEME.length()
        && header.startsWith(SCHEME)
        && Secret.parse(header.substring(SCHEME.length())).equals(token);
  }
}
