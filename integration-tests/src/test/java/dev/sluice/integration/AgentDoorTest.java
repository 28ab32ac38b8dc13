package dev.sluice.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.sluice.agent.AgentConfig;
import dev.sluice.agent.AgentServer;
import dev.sluice.common.config.ConfigSources;
import dev.sluice.common.config.HostPort;
import dev.sluice.common.config.Secret;
import dev.sluice.common.memory.MemoryPlan;
import dev.sluice.common.metrics.Metrics;
import dev.sluice.common.model.CallContext;
import dev.sluice.common.model.Caller;
import dev.sluice.common.model.StorageException;
import dev.sluice.common.rpc.AgentToken;
import dev.sluice.common.rpc.BufferPool;
import dev.sluice.common.rpc.CallMetadata;
import dev.sluice.frontend.AgentAddress;
import dev.sluice.frontend.AgentConnection;
import dev.sluice.frontend.AgentTokens;
import dev.sluice.testing.Await;
import dev.sluice.v1.AdminServiceGrpc;
import dev.sluice.v1.AuthenticationServiceGrpc;
import dev.sluice.v1.BucketServiceGrpc;
import dev.sluice.v1.CreateBucketRequest;
import dev.sluice.v1.CreateBucketResponse;
import dev.sluice.v1.FailureReason;
import dev.sluice.v1.ObjectServiceGrpc;
import dev.sluice.v1.ProveAgentRequest;
import dev.sluice.v1.ProveAgentResponse;
import dev.sluice.v1.UploadServiceGrpc;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServiceDescriptor;
import io.grpc.Status;
import io.grpc.channelz.v1.ChannelzGrpc;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.stub.MetadataUtils;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The TCP port of an agent for those who know its token and those who do not, and what a caller
 * gives to whoever listens where its agent should be.
 */
@Timeout(120)
class AgentDoorTest {
  private static final BufferPool BUFFERS = new BufferPool(1 << 20, Duration.ofSeconds(1));
  private static final Secret TOKEN = Secret.parse("the token of the tests");
  private static final String PROVE =
      AuthenticationServiceGrpc.getProveAgentMethod().getFullMethodName();

  @TempDir private Path folder;

  private final List<AutoCloseable> running = new ArrayList<>();

  @AfterEach
  void stop() throws Exception {
    for (AutoCloseable one : running.reversed()) {
      one.close();
    }
  }

  @Test
  void nothingButHealth_answersWithoutTheToken() {
    ManagedChannel channel = channel(agent("agent-reflection", "true"), "");
    for (ServiceDescriptor service :
        List.of(
            BucketServiceGrpc.getServiceDescriptor(),
            ObjectServiceGrpc.getServiceDescriptor(),
            UploadServiceGrpc.getServiceDescriptor(),
            AdminServiceGrpc.getServiceDescriptor(),
            ChannelzGrpc.getServiceDescriptor(),
            ServerReflectionGrpc.getServiceDescriptor(),
            io.grpc.reflection.v1alpha.ServerReflectionGrpc.getServiceDescriptor())) {
      for (MethodDescriptor<?, ?> method : service.getMethods()) {
        assertThat(status(channel, method))
            .as(method.getFullMethodName())
            .isEqualTo(Status.Code.UNAUTHENTICATED);
      }
    }
    assertThat(status(channel, HealthGrpc.getWatchMethod())).isEqualTo(Status.Code.UNAUTHENTICATED);
    assertThat(
            HealthGrpc.newBlockingStub(channel)
                .check(HealthCheckRequest.getDefaultInstance())
                .getStatus())
        .isEqualTo(ServingStatus.SERVING);
  }

  @Test
  void healthIsWatched_byThoseWithTheToken() {
    ManagedChannel channel = channel(agent(), "Bearer " + TOKEN.reveal());
    assertThat(
            HealthGrpc.newBlockingStub(channel)
                .watch(HealthCheckRequest.getDefaultInstance())
                .next()
                .getStatus())
        .isEqualTo(ServingStatus.SERVING);
  }

  @Test
  void inspection_isServedOnlyWhenAskedFor() {
    List<MethodDescriptor<?, ?>> methods =
        List.of(
            ChannelzGrpc.getGetServersMethod(),
            ServerReflectionGrpc.getServerReflectionInfoMethod(),
            io.grpc.reflection.v1alpha.ServerReflectionGrpc.getServerReflectionInfoMethod());
    ManagedChannel silent = channel(agent(), "Bearer " + TOKEN.reveal());
    ManagedChannel open = channel(agent("agent-reflection", "true"), "Bearer " + TOKEN.reveal());
    for (MethodDescriptor<?, ?> method : methods) {
      assertThat(status(silent, method)).isEqualTo(Status.Code.UNIMPLEMENTED);
      assertThat(status(open, method))
          .isNotIn(Status.Code.UNIMPLEMENTED, Status.Code.UNAUTHENTICATED);
    }
  }

  @Test
  void callsThatComeTogether_areAllServed() throws Exception {
    AgentConnection connection = connection(agent().toString());
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<CreateBucketResponse>> answers = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        String bucket = "bucket-" + i;
        answers.add(callers.submit(() -> create(connection, bucket)));
      }
      for (Future<CreateBucketResponse> answer : answers) {
        answer.get();
      }
    }
  }

  @Test
  void wrongToken_isSaidToBeWrong() {
    HostPort agent = agent();
    AgentConnection connection = connection(agent.toString(), "another token than the agent's");
    refused(connection, "the agent at " + agent + " has another token");
  }

  @Test
  void missingToken_isSaidToBeMissing() {
    AgentConnection connection =
        running(
            AgentConnection.to(
                AgentAddress.parse(agent().toString()),
                new AgentTokens(Optional.empty(), folder.resolve("none")),
                Optional.empty()));
    refused(connection, "no token for the agent at ");
  }

  /** One that knows nothing, one that makes a proof up, and one that plays an earlier one. */
  @Test
  void foreignListener_getsNothingButANonce() throws Exception {
    ProveAgentResponse earlier = prove(channel(agent(), ""), "");
    for (byte[] answer :
        List.of(
            new byte[0],
            ProveAgentResponse.newBuilder()
                .setNonce(earlier.getNonce())
                .setProof(AgentToken.newNonce())
                .build()
                .toByteArray(),
            earlier.toByteArray())) {
      ForeignListener listener = running(new ForeignListener(0, answer));
      refused(connection("127.0.0.1:" + listener.port()), "127.0.0.1:" + listener.port());
      assertGivenNothing(listener);
    }
  }

  @Test
  void listenerThatTakesThePortLater_getsNothing() throws Exception {
    AgentServer agent = server();
    int port = agent.boundAddress().orElseThrow().port();
    AgentConnection connection = connection("127.0.0.1:" + port);
    create(connection, "before");
    agent.close();
    ForeignListener listener = running(new ForeignListener(port, new byte[0]));
    // The first calls may still find the old connection broken, or nobody there.
    Await.until(
        "a call that comes to the listener",
        () -> {
          assertThatThrownBy(() -> create(connection, "hidden-bucket"))
              .isInstanceOf(StorageException.class);
          return !listener.methods().isEmpty();
        });
    refused(connection, "127.0.0.1:" + port);
    assertGivenNothing(listener);
  }

  /** It would read and change everything, though the agent behind it is the right one. */
  @Test
  void relayOnTheSameMachine_isRefused() throws Exception {
    Relay relay = running(new Relay(agent().toString()));
    refused(connection(relay.address()), "through a relay");
  }

  @Test
  void pass_isGoodOnItsOwnConnectionAlone() {
    HostPort agent = agent();
    ManagedChannel own = channel(agent, "");
    String pass = new AgentToken(TOKEN).pass(prove(own, "").getNonce());
    MethodDescriptor<?, ?> method = BucketServiceGrpc.getListBucketsMethod();

    assertThat(status(own, method, pass)).isEqualTo(Status.Code.OK);
    assertThat(status(channel(agent, pass), method)).isEqualTo(Status.Code.UNAUTHENTICATED);
  }

  @Test
  void proof_isGivenForTheRightQuestionOnly() {
    ManagedChannel channel = channel(agent(), "");
    assertThatThrownBy(() -> prove(channel, "127.0.0.1:1 127.0.0.1:2"))
        .hasMessageContaining("connection: 127.0.0.1:1 127.0.0.1:2 (expected: 127.0.0.1:");
    assertThatThrownBy(
            () ->
                AuthenticationServiceGrpc.newBlockingStub(channel)
                    .proveAgent(
                        ProveAgentRequest.newBuilder()
                            .setNonce(ByteString.copyFromUtf8("short"))
                            .build()))
        .hasMessageContaining("nonce: 5 bytes (expected: 32)");
  }

  private static ProveAgentResponse prove(ManagedChannel channel, String connection) {
    return AuthenticationServiceGrpc.newBlockingStub(channel)
        .proveAgent(
            ProveAgentRequest.newBuilder()
                .setNonce(AgentToken.newNonce())
                .setConnection(connection)
                .build());
  }

  private static void assertGivenNothing(ForeignListener listener) {
    assertThat(listener.methods()).isNotEmpty().containsOnly(PROVE);
    assertThat(String.join("\n", listener.given()))
        .doesNotContain(TOKEN.reveal(), "hidden-bucket", "authorization", "sluice-caller");
  }

  private static void refused(AgentConnection connection, String sentence) {
    assertThatThrownBy(() -> create(connection, "hidden-bucket"))
        .isInstanceOfSatisfying(
            StorageException.class,
            e -> assertThat(e.reason()).isEqualTo(FailureReason.TOKEN_INVALID))
        .hasMessageContaining(sentence);
  }

  private static CreateBucketResponse create(AgentConnection connection, String bucket) {
    CallContext context =
        new CallContext(
            Caller.operator(CallMetadata.DIRECT), "", Instant.now().plus(Duration.ofSeconds(60)));
    return connection
        .client()
        .call(
            context,
            BucketServiceGrpc.getCreateBucketMethod(),
            CreateBucketRequest.newBuilder().setBucket(bucket).build());
  }

  private AgentConnection connection(String address) {
    return connection(address, TOKEN.reveal());
  }

  private AgentConnection connection(String address, String token) {
    return running(
        AgentConnection.to(
            AgentAddress.parse(address),
            new AgentTokens(Optional.of(Secret.parse(token)), folder.resolve("none")),
            Optional.empty()));
  }

  /** A channel of any gRPC client's; empty: it shows nothing. */
  private ManagedChannel channel(HostPort agent, String authorization) {
    ManagedChannelBuilder<?> builder =
        ManagedChannelBuilder.forTarget(agent.toString()).usePlaintext();
    if (!authorization.isEmpty()) {
      builder.intercept(MetadataUtils.newAttachHeadersInterceptor(header(authorization)));
    }
    ManagedChannel channel = builder.build();
    running.add(channel::shutdownNow);
    return channel;
  }

  private static Metadata header(String authorization) {
    Metadata headers = new Metadata();
    headers.put(AgentToken.AUTHORIZATION, authorization);
    return headers;
  }

  private static Status.Code status(ManagedChannel channel, MethodDescriptor<?, ?> method) {
    return status(channel, method, "");
  }

  /** How a call without a message ends, or with an empty one where one is wanted. */
  private static <Q, A> Status.Code status(
      ManagedChannel channel, MethodDescriptor<Q, A> method, String authorization) {
    CompletableFuture<Status.Code> ended = new CompletableFuture<>();
    ClientCall<Q, A> call =
        channel.newCall(method, CallOptions.DEFAULT.withDeadlineAfter(Duration.ofSeconds(60)));
    call.start(
        new ClientCall.Listener<>() {
          @Override
          public void onClose(Status status, Metadata trailers) {
            ended.complete(status.getCode());
          }
        },
        authorization.isEmpty() ? new Metadata() : header(authorization));
    call.request(2);
    if (method.getType().clientSendsOneMessage()) {
      call.sendMessage(method.parseRequest(InputStream.nullInputStream()));
    }
    call.halfClose();
    return ended.join();
  }

  private HostPort agent(String... settings) {
    return server(settings).boundAddress().orElseThrow();
  }

  private AgentServer server(String... settings) {
    Map<String, List<String>> flags = new TreeMap<>();
    flags.put("storage", List.of("memory:"));
    flags.put("agent-listen", List.of("127.0.0.1:0"));
    flags.put("token", List.of(TOKEN.reveal()));
    for (int i = 0; i < settings.length; i += 2) {
      flags.put(settings[i], List.of(settings[i + 1]));
    }
    AgentConfig config =
        AgentConfig.SCHEMA
            .load(new ConfigSources(Optional.empty(), Map.of(), flags))
            .get(AgentConfig.class);
    return running(
        AgentServer.start(
            config, new Metrics(), BUFFERS, MemoryPlan.agent(256 << 20, 32 << 20, 32 << 20)));
  }

  private <T extends AutoCloseable> T running(T one) {
    running.add(one);
    return one;
  }
}
