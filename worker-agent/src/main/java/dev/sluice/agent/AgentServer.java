package dev.sluice.agent;

import dev.sluice.agent.service.TokenInterceptor;
import dev.sluice.agent.store.engine.EngineInfo;
import dev.sluice.common.config.HostPort;
import dev.sluice.common.config.MadeToken;
import dev.sluice.common.config.Secret;
import dev.sluice.common.config.StartupException;
import dev.sluice.common.config.StateFolder;
import dev.sluice.common.memory.MemoryPlan;
import dev.sluice.common.metrics.Metrics;
import dev.sluice.common.metrics.Readiness;
import dev.sluice.common.metrics.TierServer;
import dev.sluice.common.rpc.AgentToken;
import dev.sluice.common.rpc.BufferPool;
import dev.sluice.common.tls.TlsFiles;
import dev.sluice.common.tls.TlsMaterial;
import io.grpc.BindableService;
import io.grpc.ServerServiceDefinition;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.protobuf.services.ChannelzService;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.protobuf.services.ProtoReflectionService;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A running worker agent: its objects, wired by hand. A caller that reaches its socket (the same
 * user) or knows the token may name any principal.
 */
public final class AgentServer implements TierServer {

  private static final int CHANNELZ_PAGE = 100;

  private final HealthStatusManager health = new HealthStatusManager();
  private final AgentStore store;
  private final AgentListeners listeners;
  private final Optional<TlsMaterial> tls;
  private final Optional<HostPort> boundAddress;
  private final Optional<Path> socketPath;

  /** Whether the socket goes and comes with the storage. */
  private final boolean socketInStorage;

  private final String id;

  private @Nullable StateLock stateLock;
  private volatile boolean stopping;

  private AgentServer(
      AgentConfig config,
      Metrics metrics,
      BufferPool buffers,
      MemoryPlan plan,
      Optional<String> inProcessName) {
    socketInStorage = config.state().isEmpty();
    tls =
        TlsFiles.ofAgents(config.process().tls())
            .map(
                files ->
                    TlsMaterial.start(
                        "agent",
                        files,
                        TlsMaterial.Peers.CLIENTS,
                        InstantSource.system(),
                        metrics));
    try {
      if (config.state().isPresent()) {
        StateFolder own = config.stateFolder().orElseThrow();
        stateLock = StateLock.take(own);
        id = AgentId.keep(own);
      } else {
        id = AgentId.ofThisRun();
      }
      store = new AgentStore(config, id, metrics, buffers, plan);
    } catch (RuntimeException | Error e) {
      tls.ifPresent(TlsMaterial::close);
      if (stateLock != null) {
        stateLock.close();
      }
      throw e;
    }
    listeners = new AgentListeners(services(), inspection(), store.tickets(), plan);
    try {
      socketPath = config.stateFolder().map(StateFolder::socket).filter(listeners::unix);
      inProcessName.ifPresent(listeners::inProcess);
      boundAddress = config.agentListen().map(listen -> tcp(listen, config));
      if (boundAddress.isEmpty() && socketPath.isEmpty() && inProcessName.isEmpty()) {
        throw new StartupException(
            "nothing leads to this agent: it has no Unix socket, and agent-listen is not set");
      }
      addIdentity(metrics, store.info(), id);
      store.watch(this::storageChanged);
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  /**
   * Starts an agent.
   *
   * @param buffers memory for data under way, of the whole process
   * @param plan of the whole process's memory
   * @throws dev.sluice.common.config.StartupException says why it cannot start; nothing is left
   *     running
   */
  public static AgentServer start(
      AgentConfig config, Metrics metrics, BufferPool buffers, MemoryPlan plan) {
    return new AgentServer(config, metrics, buffers, plan, Optional.empty());
  }

  /**
   * Starts an agent that also answers to a name inside this process.
   *
   * @param buffers memory for data under way, of the whole process
   * @param plan of the whole process's memory
   * @throws dev.sluice.common.config.StartupException says why it cannot start; nothing is left
   *     running
   */
  public static AgentServer startInProcess(
      AgentConfig config, Metrics metrics, BufferPool buffers, MemoryPlan plan, String name) {
    return new AgentServer(config, metrics, buffers, plan, Optional.of(name));
  }

  /** The address it listens on over TCP, with the actual port; empty: none. */
  public Optional<HostPort> boundAddress() {
    return boundAddress;
  }

  /** The location of its storage, for people. */
  public String location() {
    return store.info().location();
  }

  /** Id of the namespace that it serves; empty where none was made yet. */
  public Optional<String> namespaceId() {
    return Optional.ofNullable(store.info().namespaceId());
  }

  /** The Unix socket it listens on; none without a state folder, or with too long a path. */
  public Optional<Path> socketPath() {
    return socketPath;
  }

  @Override
  public Readiness readiness() {
    return stopping ? Readiness.notReady("the agent stops") : store.readiness();
  }

  /** Health says NOT_SERVING before the doors close. */
  @Override
  public void drain(Duration limit) {
    stopping = true;
    health.enterTerminalState();
    listeners.drain(limit);
  }

  @Override
  public void close() {
    stopping = true;
    listeners.close();
    store.close();
    tls.ifPresent(TlsMaterial::close);
    if (stateLock != null) {
      stateLock.close();
    }
  }

  private void storageChanged(boolean present) {
    if (present && socketInStorage) {
      socketPath.ifPresent(listeners::renewUnix);
    }
    health.setStatus(
        HealthStatusManager.SERVICE_NAME_ALL_SERVICES,
        present
            ? HealthCheckResponse.ServingStatus.SERVING
            : HealthCheckResponse.ServingStatus.NOT_SERVING);
  }

  private HostPort tcp(HostPort listen, AgentConfig config) {
    Optional<Secret> token =
        config.process().sharedToken().or(() -> config.madeTokenFile().map(MadeToken::keep));
    return listeners.tcp(
        listen,
        token.map(AgentToken::new).map(TokenInterceptor::new),
        tls,
        config.agentReflection());
  }

  private List<ServerServiceDefinition> services() {
    return Stream.concat(
            store.services(version(), id).stream(),
            Stream.of(health.getHealthService().bindService()))
        .toList();
  }

  /** The standard services that show the contract and what goes on, to tools such as grpcurl. */
  @SuppressWarnings("deprecation") // many tools still ask for v1alpha
  private static List<ServerServiceDefinition> inspection() {
    return Stream.of(
            ProtoReflectionServiceV1.newInstance(),
            ProtoReflectionService.newInstance(),
            ChannelzService.newInstance(CHANNELZ_PAGE))
        .map(BindableService::bindService)
        .toList();
  }

  private static void addIdentity(Metrics metrics, EngineInfo engine, String id) {
    metrics.addInfo(
        "sluice_agent",
        "Id and version of the agent, its engine, and which storage it serves.",
        Map.of(
            "id",
            id,
            "version",
            version(),
            "engine",
            engine.name(),
            "location",
            engine.location(),
            "namespace",
            Objects.requireNonNullElse(engine.namespaceId(), "")));
  }

  private static String version() {
    return Optional.ofNullable(AgentServer.class.getPackage().getImplementationVersion())
        .orElse("development");
  }
}
