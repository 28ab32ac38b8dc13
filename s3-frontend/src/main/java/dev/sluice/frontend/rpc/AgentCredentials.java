package dev.sluice.frontend.rpc;

import com.google.protobuf.ByteString;
import dev.sluice.common.config.StartupException;
import dev.sluice.common.rpc.AgentToken;
import dev.sluice.v1.AuthenticationServiceGrpc;
import dev.sluice.v1.ProveAgentRequest;
import dev.sluice.v1.ProveAgentResponse;
import io.grpc.Attributes;
import io.grpc.CallCredentials;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ClientTransportFilter;
import io.grpc.Grpc;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.SecurityLevel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The credentials of a call to an agent over TCP. Within TLS that is the token; without, each new
 * connection first has the agent prove that it knows the token, and no call is sent before it did.
 * A call on a connection that was opened so costs nothing more than its header.
 */
public final class AgentCredentials {

  /** The longest wait for a listener's proof; calls wait no longer than they may anyway. */
  private static final Duration PROOF_TIMEOUT = Duration.ofSeconds(20);

  private static final Attributes.Key<AgentLink> LINK = Attributes.Key.create("sluice-agent-link");
  private static final MethodDescriptor<ProveAgentRequest, ProveAgentResponse> PROVE =
      AuthenticationServiceGrpc.getProveAgentMethod();

  private final String agent;
  private final Supplier<Optional<AgentToken>> token;

  private AgentCredentials(String agent, Supplier<Optional<AgentToken>> token) {
    this.agent = agent;
    this.token = token;
  }

  /**
   * Has every call of a channel show the token.
   *
   * @param agent its address, for messages
   * @param token looked up once for each connection; its {@link StartupException} fails the calls
   */
  public static void attach(
      ManagedChannelBuilder<?> channel, String agent, Supplier<Optional<AgentToken>> token) {
    channel
        .addTransportFilter(new Links())
        .intercept(new AgentCredentials(agent, token).new Interceptor());
  }

  private static final class Links extends ClientTransportFilter {
    @Override
    public Attributes transportReady(Attributes transport) {
      return transport.toBuilder().set(LINK, new AgentLink()).build();
    }
  }

  private final class Interceptor implements ClientInterceptor {
    @Override
    public <Q, A> ClientCall<Q, A> interceptCall(
        MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
      return next.newCall(method, options.withCallCredentials(new Shown(next)));
    }
  }

  /** Asked by gRPC when a call is about to go out on a certain connection. */
  private final class Shown extends CallCredentials {
    private final Channel channel;

    Shown(Channel channel) {
      this.channel = channel;
    }

    @Override
    public void applyRequestMetadata(RequestInfo call, Executor executor, MetadataApplier applier) {
      link(call.getTransportAttrs()).admit(applier, () -> opened(channel, call));
    }
  }

  /** The headers for a new connection, or why there are none. */
  private Metadata opened(Channel channel, CallCredentials.RequestInfo call) {
    Optional<AgentToken> known;
    try {
      known = token.get();
    } catch (StartupException e) {
      throw refused(String.valueOf(e.getMessage()));
    }
    if (call.getSecurityLevel() == SecurityLevel.PRIVACY_AND_INTEGRITY) {
      return known.map(token -> header(token.bearer())).orElseGet(Metadata::new);
    }
    if (known.isEmpty()) {
      throw refused("no token for the agent at %s (expected: its token, or TLS)".formatted(agent));
    }
    return header(proven(channel, call.getTransportAttrs(), known.get()));
  }

  private String proven(Channel channel, Attributes transport, AgentToken token) {
    ByteString nonce = AgentToken.newNonce();
    String connection = connection(transport);
    // The channel has one connection at a time, so this takes the same; else it shows below.
    ClientCall<ProveAgentRequest, ProveAgentResponse> call =
        channel.newCall(
            PROVE,
            CallOptions.DEFAULT.withDeadlineAfter(PROOF_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS));
    ProveAgentResponse answer;
    try {
      answer =
          ClientCalls.blockingUnaryCall(
              call,
              ProveAgentRequest.newBuilder().setNonce(nonce).setConnection(connection).build());
    } catch (StatusRuntimeException e) {
      throw failed(e.getStatus());
    }
    if (call.getAttributes().get(LINK) != link(transport)) {
      throw Status.UNAVAILABLE
          .withDescription("the connection to the agent at " + agent + " was lost")
          .asRuntimeException();
    }
    ByteString expected = token.proof(nonce, answer.getNonce(), connection);
    if (answer.getNonce().size() != AgentToken.NONCE_BYTES
        || !AgentToken.areEqual(answer.getProof().toByteArray(), expected.toByteArray())) {
      throw refused(
          "the agent at %s has another token (expected: the same on both sides)".formatted(agent));
    }
    return token.pass(answer.getNonce());
  }

  /** Both ends where the other one is on this machine; beyond it addresses may be translated. */
  private static String connection(Attributes transport) {
    SocketAddress here = transport.get(Grpc.TRANSPORT_ATTR_LOCAL_ADDR);
    SocketAddress there = transport.get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR);
    boolean sameMachine =
        here instanceof InetSocketAddress own
            && there instanceof InetSocketAddress other
            && (other.getAddress().isLoopbackAddress()
                || other.getAddress().equals(own.getAddress()));
    return sameMachine
        ? AgentToken.connection(Objects.requireNonNull(here), Objects.requireNonNull(there))
        : "";
  }

  /** The outcome of a call to a listener that has not proven itself is not trusted. */
  private StatusRuntimeException failed(Status status) {
    return switch (status.getCode()) {
      case UNAVAILABLE, DEADLINE_EXCEEDED, CANCELLED -> status.asRuntimeException();
      case UNIMPLEMENTED ->
          refused("the listener at %s takes no token (expected: an agent)".formatted(agent));
      case OK,
          UNKNOWN,
          INVALID_ARGUMENT,
          NOT_FOUND,
          ALREADY_EXISTS,
          PERMISSION_DENIED,
          RESOURCE_EXHAUSTED,
          FAILED_PRECONDITION,
          ABORTED,
          OUT_OF_RANGE,
          INTERNAL,
          DATA_LOSS,
          UNAUTHENTICATED ->
          refused("no proof from the agent at %s: %s".formatted(agent, status.getDescription()));
    };
  }

  private static StatusRuntimeException refused(String sentence) {
    return Status.UNAUTHENTICATED.withDescription(sentence).asRuntimeException();
  }

  private static Metadata header(String text) {
    Metadata headers = new Metadata();
    headers.put(AgentToken.AUTHORIZATION, text);
    return headers;
  }

  private static AgentLink link(Attributes transport) {
    return Objects.requireNonNull(transport.get(LINK), "attributes of a connection");
  }
}
