package dev.sluice.frontend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.common.config.ConfigSources;
import dev.sluice.common.config.StartupException;
import dev.sluice.common.memory.MemoryPlan;
import dev.sluice.common.metrics.Metrics;
import dev.sluice.common.metrics.Readiness;
import dev.sluice.common.model.Placement;
import dev.sluice.common.model.StorageException;
import dev.sluice.common.rpc.BufferPool;
import dev.sluice.common.rpc.StorageStatus;
import dev.sluice.frontend.access.AccessLog;
import dev.sluice.frontend.rpc.AgentClient;
import dev.sluice.frontend.rpc.ReadLanes;
import dev.sluice.testing.Await;
import dev.sluice.v1.AdminServiceGrpc.AdminServiceImplBase;
import dev.sluice.v1.FailureReason;
import dev.sluice.v1.GetAgentInfoRequest;
import dev.sluice.v1.GetAgentInfoResponse;
import io.grpc.BindableService;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.stub.StreamObserver;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a frontend says of agents that it cannot use: Sluice's own words. */
class AgentMonitorTest {

  /** An agent's address that is none, and what is said of it. */
  enum Mistake {
    NOT_LISTENING("nothing listens at its address"),
    NO_SOCKET("nothing listens at its address"),
    HOST_UNKNOWN("there is no host of its name"),
    HTTP("what listens at its address does not speak gRPC"),
    CLOSES_AT_ONCE("the connection to it fails|Network closed"),
    OTHER_GRPC("what listens at its address speaks gRPC, but is no agent"),
    NO_TOKEN("there is no token that both sides know: no token for the agent"),
    TOKEN("there is no token that both sides know: token: wrong");

    final String words;

    Mistake(String words) {
      this.words = words;
    }
  }

  @TempDir private Path folder;

  private final EventLoopGroup threads =
      new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
  private final HealthStatusManager health = new HealthStatusManager();
  private final List<AutoCloseable> open = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : open.reversed()) {
      each.close();
    }
    threads.shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();
  }

  private String address(Mistake mistake) throws IOException {
    return switch (mistake) {
      case NOT_LISTENING -> {
        try (ServerSocket gone = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
          yield "127.0.0.1:" + gone.getLocalPort();
        }
      }
      case NO_SOCKET -> "unix:/nonexistent/agent.sock";
      // No resolver asks anybody about a label of more than 63 letters.
      case HOST_UNKNOWN -> "x".repeat(64) + ".invalid:29996";
      case HTTP -> {
        var http =
            com.sun.net.httpserver.HttpServer.create(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.start();
        open.add(() -> http.stop(0));
        yield "127.0.0.1:" + http.getAddress().getPort();
      }
      case CLOSES_AT_ONCE -> {
        ServerSocket door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        open.add(door);
        Thread.ofVirtual().start(() -> closeAll(door));
        yield "127.0.0.1:" + door.getLocalPort();
      }
      case OTHER_GRPC -> grpc();
      case NO_TOKEN -> {
        Server agent =
            NettyServerBuilder.forAddress(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .addService(new Agent())
                .build()
                .start();
        open.add(agent::shutdownNow);
        yield "127.0.0.1:" + agent.getPort();
      }
      case TOKEN ->
          grpc(
              new Agent(
                  new StorageException(
                      FailureReason.TOKEN_INVALID, "token: wrong (expected: ours)")));
    };
  }

  private static void closeAll(ServerSocket door) {
    try {
      while (true) {
        door.accept().close();
      }
    } catch (IOException e) {
      // The test is over.
    }
  }

  /** A server of gRPC on a Unix socket, where nobody asks for a token first. */
  private String grpc(BindableService... services) throws IOException {
    return grpc(folder.resolve(services.length + ".sock"), services);
  }

  private String grpc(Path socket, BindableService... services) throws IOException {
    NettyServerBuilder builder =
        NettyServerBuilder.forAddress(new DomainSocketAddress(socket.toFile()))
            .channelType(EpollServerDomainSocketChannel.class)
            .bossEventLoopGroup(threads)
            .workerEventLoopGroup(threads);
    List.of(services).forEach(builder::addService);
    if (services.length > 0) {
      builder.addService(health.getHealthService());
    }
    Server server = builder.build().start();
    open.add(server::shutdownNow);
    return "unix:" + socket;
  }

  private static final class Agent extends AdminServiceImplBase {
    private final Optional<StorageException> failure;
    private final GetAgentInfoResponse info;

    Agent() {
      this(GetAgentInfoResponse.getDefaultInstance());
    }

    Agent(GetAgentInfoResponse info) {
      this.failure = Optional.empty();
      this.info = info;
    }

    Agent(StorageException failure) {
      this.failure = Optional.of(failure);
      this.info = GetAgentInfoResponse.getDefaultInstance();
    }

    @Override
    public void getAgentInfo(
        GetAgentInfoRequest request, StreamObserver<GetAgentInfoResponse> answer) {
      if (failure.isPresent()) {
        answer.onError(StorageStatus.toStatus(failure.get()));
        return;
      }
      answer.onNext(info);
      answer.onCompleted();
    }
  }

  private FrontendServer frontend(String agents) {
    return frontend(agents, "bucket");
  }

  private FrontendServer frontend(String agents, String placement) {
    Map<String, List<String>> flags =
        Map.of(
            "listen", List.of("127.0.0.1:0"),
            "agents", List.of(agents.split(",", -1)),
            "placement", List.of(placement),
            "allow-plaintext-agents-beyond-loopback", List.of("true"));
    FrontendConfig config =
        FrontendConfig.SCHEMA
            .load(new ConfigSources(Optional.empty(), Map.of(), flags))
            .get(FrontendConfig.class);
    FrontendServer server =
        FrontendServer.start(
            config,
            new Metrics(),
            new BufferPool(1 << 20, Duration.ofSeconds(1)),
            MemoryPlan.frontend(256 << 20, 32 << 20),
            AccessLog.NONE);
    open.add(server);
    return server;
  }

  private static HttpResponse<String> get(FrontendServer server, String path) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      URI uri = URI.create("http://" + server.boundAddress() + path);
      return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    }
  }

  @ParameterizedTest
  @EnumSource
  void agentThatCannotBeUsed_isNamedWithItsProblem(Mistake mistake) throws Exception {
    String address = address(mistake);
    FrontendServer server = frontend(address);

    assertThat(server.readiness().ready()).isFalse();
    assertThat(server.readiness().reason())
        .startsWith("no agent answers: " + address + " (")
        .containsPattern(mistake.words);
    assertThat(server.agents()).singleElement().asString().startsWith(address + " (");
    assertThat(get(server, "/-/health").statusCode()).isEqualTo(503);
  }

  /** Without the agent's address, which is nobody's business outside. */
  @ParameterizedTest
  @EnumSource(names = {"NOT_LISTENING", "NO_SOCKET", "HOST_UNKNOWN", "HTTP"})
  void requestOfS3_isUnavailableForTheSameReason(Mistake mistake) throws Exception {
    String address = address(mistake);
    HttpResponse<String> answer = get(frontend(address), "/bucket/key");

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.body())
        .contains("<Code>ServiceUnavailable</Code>", "The agent cannot be used: " + mistake.words)
        .doesNotContain(address);
    assertThat(answer.headers().firstValue("Retry-After")).isPresent();
  }

  @Test
  void oneAgentOfSeveral_isEnough() throws Exception {
    String gone = address(Mistake.NOT_LISTENING);
    String good = grpc(new Agent());
    FrontendServer server = frontend(gone + "," + good);

    assertThat(server.readiness().ready()).isTrue();
    assertThat(server.readiness().reason())
        .isEqualTo("ready: no answer from " + gone + " (nothing listens at its address)");
    assertThat(server.agents()).containsExactly(gone + " (nothing listens at its address)", good);
    assertThat(get(server, "/-/health").statusCode()).isEqualTo(200);
  }

  @Test
  void agentThatComesLater_isNoticed() throws Exception {
    Path socket = folder.resolve("later.sock");
    FrontendServer server = frontend("unix:" + socket);
    assertThat(server.readiness().ready()).isFalse();

    grpc(socket, new Agent());

    Await.until("readiness", () -> server.readiness().ready());
  }

  /** The narrow lane failed while the agent was away, and would not be tried again for a while. */
  @Test
  void agentThatIsBack_isReadyOnceBothLanesAre() throws Exception {
    Path socket = folder.resolve("back.sock");
    AgentChannels channels =
        new AgentChannels(new AgentTokens(Optional.empty(), folder), Optional.empty());
    open.add(channels);
    channels.open(AgentAddress.parse("unix:" + socket));
    AgentChannels.Lanes lanes = channels.all().getFirst();
    var failed = new CountDownLatch(1);
    failWhenTried(lanes.narrow(), failed);
    assertThat(failed.await(2, TimeUnit.MINUTES)).isTrue();

    grpc(socket, new Agent());
    AgentClient client =
        new AgentClient(
            lanes.wide(),
            new ReadLanes(MemoryPlan.frontend(256 << 20, 32 << 20)),
            InstantSource.system());
    var monitor =
        new AgentMonitor(
            List.of(new AgentMonitor.Agent(lanes, client)),
            Placement.BUCKET,
            InstantSource.system());
    open.add(monitor);

    Await.until("readiness", () -> monitor.readiness().ready());
    assertThat(monitor.described()).containsExactly("unix:" + socket);
    assertThat(lanes.narrow().getState(false)).isEqualTo(ConnectivityState.READY);
  }

  private static void failWhenTried(ManagedChannel channel, CountDownLatch failed) {
    ConnectivityState state = channel.getState(true);
    if (state == ConnectivityState.TRANSIENT_FAILURE) {
      failed.countDown();
    } else {
      channel.notifyWhenStateChanged(state, () -> failWhenTried(channel, failed));
    }
  }

  private String sharing(String name, String namespace) throws IOException {
    return grpc(
        folder.resolve(name),
        new Agent(
            GetAgentInfoResponse.newBuilder()
                .setSharesNamespace(true)
                .setNamespaceId(namespace)
                .build()));
  }

  @Test
  void agentsOfOneNamespace_areReadyUnderPlacementShared() throws Exception {
    FrontendServer server = frontend(sharing("a", "id-1") + "," + sharing("b", "id-1"), "shared");

    assertThat(server.readiness()).isEqualTo(Readiness.READY);
  }

  /** The others take over before it is gone, so that clients notice nothing. */
  @Test
  void agentThatStops_isUsedNoLongerUnderPlacementShared() throws Exception {
    FrontendServer server = frontend(sharing("a", "id-1"), "shared");
    assertThat(server.readiness()).isEqualTo(Readiness.READY);

    health.enterTerminalState();

    Await.until("the agent is left alone", () -> !server.readiness().ready());
    assertThat(server.readiness().reason()).contains("it says that it does not serve now");
  }

  @Test
  void storageOfOneAgent_isRefusedUnderPlacementShared() throws Exception {
    String alone = grpc(new Agent(GetAgentInfoResponse.newBuilder().setEngine("local").build()));

    assertThatThrownBy(() -> frontend(alone, "shared"))
        .isInstanceOf(StartupException.class)
        .hasMessage(
            "agent %s: placement: shared (expected: bucket; its storage (local) is one agent's"
                + " alone)",
            alone);
  }

  @Test
  void agentsOfTwoNamespaces_areRefusedUnderPlacementShared() throws Exception {
    String agents = sharing("a", "id-1") + "," + sharing("b", "id-2");

    assertThatThrownBy(() -> frontend(agents, "shared"))
        .isInstanceOf(StartupException.class)
        .hasMessageContainingAll("placement: shared (expected: bucket; its namespace is id-");
  }

  /** It was away when the frontend started: it is used as little as one that does not answer. */
  @Test
  void agentThatDoesNotFitLater_isNotUsed() throws Exception {
    Path socket = folder.resolve("late");
    FrontendServer server = frontend(sharing("a", "id-1") + ",unix:" + socket, "shared");
    grpc(socket, new Agent());

    Await.until(
        "the agent is refused",
        () -> server.agents().toString().contains("placement: shared (expected: bucket"));
    assertThat(server.readiness().ready()).isTrue();
  }

  /** Buckets of an agent that an answer leaves out would seem not to exist. */
  @Test
  void nameInDns_isRefusedUnderPlacementBucket() {
    assertThatThrownBy(() -> frontend("dns:agents.test:29996"))
        .hasMessageContainingAll("agents", "addresses under placement bucket");
  }

  @Test
  void drainedFrontend_isNotReady() throws Exception {
    FrontendServer server = frontend(grpc(new Agent()));
    assertThat(server.readiness().ready()).isTrue();
    server.drain(Duration.ZERO);
    assertThat(server.readiness().ready()).isFalse();
  }
}
