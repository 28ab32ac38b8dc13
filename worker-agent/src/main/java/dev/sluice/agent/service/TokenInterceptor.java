package dev.sluice.agent.service;

import com.google.protobuf.ByteString;
import dev.sluice.common.model.StorageException;
import dev.sluice.common.rpc.AgentToken;
import dev.sluice.common.rpc.StorageStatus;
import dev.sluice.v1.AuthenticationServiceGrpc;
import dev.sluice.v1.FailureReason;
import dev.sluice.v1.ProveAgentRequest;
import dev.sluice.v1.ProveAgentResponse;
import io.grpc.Attributes;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerBuilder;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServerTransportFilter;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.stub.ServerCalls;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The token at a door of the agent: calls go through if they show it, or the pass of their
 * connection. Serves {@code sluice.v1.AuthenticationService}, whose file says how and why.
 */
public final class TokenInterceptor {

  /**
   * Methods that answer without a token, by their full names. Each answers once and is over; {@code
   * Health/Watch} would hold a stream for as long as its caller likes.
   */
  private static final Set<String> OPEN =
      Set.of(
          HealthGrpc.getCheckMethod().getFullMethodName(),
          AuthenticationServiceGrpc.getProveAgentMethod().getFullMethodName());

  private static final Attributes.Key<Connection> CONNECTION =
      Attributes.Key.create("sluice-connection");

  /** One connection: the nonce chosen for it, the pass that is good on it, and its addresses. */
  private static final class Connection {
    private final ByteString nonce = AgentToken.newNonce();
    private final byte[] pass;
    private final String ends;

    Connection(AgentToken token, String ends) {
      this.pass = bytes(token.pass(nonce));
      this.ends = ends;
    }
  }

  private final AgentToken token;
  private final byte[] bearer;

  /** A door that opens to those who know a token. */
  public TokenInterceptor(AgentToken token) {
    this.token = token;
    this.bearer = bytes(token.bearer());
  }

  /** Guards a server; services that it gets later are guarded as well. */
  public void guard(ServerBuilder<?> server) {
    server.addTransportFilter(new Connections()).intercept(new Interceptor()).addService(proving());
  }

  private final class Connections extends ServerTransportFilter {
    @Override
    public Attributes transportReady(Attributes transport) {
      String ends =
          AgentToken.connection(
              end(transport, Grpc.TRANSPORT_ATTR_REMOTE_ADDR),
              end(transport, Grpc.TRANSPORT_ATTR_LOCAL_ADDR));
      return transport.toBuilder().set(CONNECTION, new Connection(token, ends)).build();
    }

    private static SocketAddress end(Attributes transport, Attributes.Key<SocketAddress> key) {
      return Objects.requireNonNull(transport.get(key), "address of a connection");
    }
  }

  private final class Interceptor implements ServerInterceptor {
    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
        ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
      if (OPEN.contains(call.getMethodDescriptor().getFullMethodName())
          || isShown(headers.get(AgentToken.AUTHORIZATION), connection(call))) {
        return next.startCall(call, headers);
      }
      StatusRuntimeException refusal =
          StorageStatus.toStatus(
              new StorageException(
                  FailureReason.TOKEN_INVALID,
                  "authorization: missing or wrong (expected: Bearer and the agent's token)"));
      Metadata trailers = refusal.getTrailers();
      call.close(refusal.getStatus(), trailers == null ? new Metadata() : trailers);
      return new ServerCall.Listener<>() {};
    }
  }

  private boolean isShown(@Nullable String header, Connection connection) {
    if (header == null) {
      return false;
    }
    byte[] shown = bytes(header);
    return AgentToken.areEqual(shown, connection.pass) || AgentToken.areEqual(shown, bearer);
  }

  private ServerServiceDefinition proving() {
    ServerCallHandler<ProveAgentRequest, ProveAgentResponse> handler =
        (call, headers) -> {
          Connection connection = connection(call);
          return ServerCalls.<ProveAgentRequest, ProveAgentResponse>asyncUnaryCall(
                  (request, answers) -> {
                    try {
                      answers.onNext(prove(connection, request));
                      answers.onCompleted();
                    } catch (StorageException e) {
                      answers.onError(StorageStatus.toStatus(e));
                    }
                  })
              .startCall(call, headers);
        };
    return ServerServiceDefinition.builder(AuthenticationServiceGrpc.getServiceDescriptor())
        .addMethod(AuthenticationServiceGrpc.getProveAgentMethod(), handler)
        .build();
  }

  private ProveAgentResponse prove(Connection connection, ProveAgentRequest request) {
    if (request.getNonce().size() != AgentToken.NONCE_BYTES) {
      throw new StorageException(
          FailureReason.REQUEST_INVALID,
          "nonce: %d bytes (expected: %d)"
              .formatted(request.getNonce().size(), AgentToken.NONCE_BYTES));
    }
    String stated = request.getConnection();
    if (!stated.isEmpty() && !stated.equals(connection.ends)) {
      throw new StorageException(
          FailureReason.REQUEST_INVALID,
          "connection: %s (expected: %s, as it arrives here; through a relay: TLS)"
              .formatted(stated, connection.ends));
    }
    return ProveAgentResponse.newBuilder()
        .setNonce(connection.nonce)
        .setProof(token.proof(request.getNonce(), connection.nonce, stated))
        .build();
  }

  private static Connection connection(ServerCall<?, ?> call) {
    return Objects.requireNonNull(
        call.getAttributes().get(CONNECTION), "attributes of a connection");
  }

  private static byte[] bytes(String header) {
    return header.getBytes(StandardCharsets.UTF_8);
  }
}
