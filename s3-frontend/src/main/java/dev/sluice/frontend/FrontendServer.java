package dev.sluice.frontend;

import static dev.sluice.common.tls.TlsMaterial.Peers.CLIENTS;
import static dev.sluice.common.tls.TlsMaterial.Peers.SERVERS;

import dev.sluice.common.config.AllowedHosts;
import dev.sluice.common.config.HostPort;
import dev.sluice.common.config.StartupException;
import dev.sluice.common.memory.MemoryPlan;
import dev.sluice.common.metrics.Metric;
import dev.sluice.common.metrics.Metrics;
import dev.sluice.common.metrics.Readiness;
import dev.sluice.common.metrics.TierServer;
import dev.sluice.common.model.Placement;
import dev.sluice.common.model.Principal;
import dev.sluice.common.rpc.BufferPool;
import dev.sluice.common.tls.TlsFiles;
import dev.sluice.common.tls.TlsMaterial;
import dev.sluice.frontend.access.AccessLog;
import dev.sluice.frontend.auth.Authenticator;
import dev.sluice.frontend.auth.permission.Identity;
import dev.sluice.frontend.auth.signature.AcceptedSignatures;
import dev.sluice.frontend.cors.CorsCache;
import dev.sluice.frontend.http.BodyPace;
import dev.sluice.frontend.http.BrowserProtection;
import dev.sluice.frontend.http.HealthHandler;
import dev.sluice.frontend.http.HttpLimits;
import dev.sluice.frontend.http.HttpServer;
import dev.sluice.frontend.http.KeepAlivePolicy;
import dev.sluice.frontend.http.LingerLimits;
import dev.sluice.frontend.http.RateLimits;
import dev.sluice.frontend.http.RequestLogs;
import dev.sluice.frontend.http.RequestThreads;
import dev.sluice.frontend.http.S3Handler;
import dev.sluice.frontend.http.TrustedProxies;
import dev.sluice.frontend.op.AgentCors;
import dev.sluice.frontend.op.DocumentMemory;
import dev.sluice.frontend.op.Operations;
import dev.sluice.frontend.route.Addressing;
import dev.sluice.frontend.rpc.AgentClient;
import dev.sluice.frontend.rpc.AgentDirectory;
import dev.sluice.frontend.rpc.AgentTimeouts;
import dev.sluice.frontend.rpc.BucketPlacement;
import dev.sluice.frontend.rpc.ReadLanes;
import dev.sluice.frontend.rpc.SharedPlacement;
import dev.sluice.frontend.xml.S3Xml;
import io.grpc.inprocess.InProcessChannelBuilder;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;

/** A running S3 frontend: its objects, wired by hand. */
public final class FrontendServer implements TierServer {
  private static final String PREFIX = "/api/v1/s3";

  /** The principal of every caller while access is open. */
  private static final Principal EVERYBODY = new Principal("0".repeat(64), "sluice");

  /** Who asked for health within this time looks at it still: probes come every few seconds. */
  private static final Duration WATCHED = Duration.ofSeconds(30);

  private final AgentChannels channels;
  private final Optional<TlsMaterial> tls;
  private final Optional<CredentialsSource> credentials;
  private final AgentDiscovery discovery;
  private final AgentMonitor monitor;
  private final HttpServer http;
  private final HostPort boundAddress;
  private final Optional<HealthHandler> health;
  private final Duration drainDelay;
  private volatile boolean stopping;

  private FrontendServer(
      FrontendConfig config,
      Metrics metrics,
      BufferPool buffers,
      MemoryPlan plan,
      AccessLog access,
      AgentChannels channels,
      List<AgentSource> sources,
      RequestThreads threads,
      OpenFiles files) {
    this.channels = channels;
    this.drainDelay = config.drainDelay();
    InstantSource clock = InstantSource.system();
    AgentTimeouts timeouts = new AgentTimeouts(config.agentTimeout(), config.agentWorkTimeout());
    ReadLanes lanes = new ReadLanes(plan);
    Function<AgentChannels.Lanes, AgentMonitor.Agent> connected =
        to -> new AgentMonitor.Agent(to, client(to, lanes, clock, timeouts));
    List<AgentMonitor.Agent> agents =
        new ArrayList<>(channels.all().stream().map(connected).toList());
    discovery =
        new AgentDiscovery(sources, new AgentLookup(config.agentDnsServer()), channels, connected);
    agents.addAll(discovery.agents());
    metrics.add(
        Metric.counter(
            "sluice_s3_short_circuit_bytes_total",
            "Bytes of bodies that were sent from open files that agents on this machine passed.",
            channels::passedBytes));
    S3Xml xml = new S3Xml();
    monitor = new AgentMonitor(agents, config.placement(), clock);
    AgentDirectory directory =
        directory(config.placement(), agents.stream().map(AgentMonitor.Agent::client).toList());
    CorsCache cors = new CorsCache(new AgentCors(directory));
    Operations operations =
        new Operations(
            directory,
            buffers,
            xml,
            new DocumentMemory(plan, (int) config.maximumDocumentSize().bytes()),
            config.fixedRegion(),
            cors);
    try {
      tls = tls("s3", TlsFiles.ofHttp(config.process().tls()), CLIENTS, metrics);
    } catch (RuntimeException | Error e) {
      monitor.close();
      channels.close();
      throw e;
    }
    try {
      credentials =
          config.openAccess()
              ? Optional.empty()
              : Optional.of(CredentialsFile.of(config, clock, metrics));
    } catch (RuntimeException | Error e) {
      monitor.close();
      channels.close();
      tls.ifPresent(TlsMaterial::close);
      throw e;
    }
    try {
      Authenticator authenticator = authenticator(config, clock);
      Addressing addressing = new Addressing(config.apiPrefix() ? PREFIX : "", config.domains());
      S3Handler handler =
          new S3Handler(
              protection(config),
              authenticator,
              addressing,
              config.fixedRegion(),
              operations,
              cors,
              xml,
              KeepAlivePolicy.STANDARD,
              new BodyPace(config.bodyTimeout(), config.minimumBodyRate().bytes()),
              new TrustedProxies(config.trustedProxies()),
              rates(config, metrics),
              metrics.operations("s3"),
              new RequestLogs(access, config.process().slowRequest(), hostId()));
      health =
          config.healthPath()
              ? Optional.of(new HealthHandler(addressing, () -> readiness().ready()))
              : Optional.empty();
      http = new HttpServer(handler, health, xml, limits(config, files), tls, threads);
      int port = http.listen(config.listen().host(), config.listen().port());
      boundAddress = config.listen().withPort(port);
      files.warnOf(config.maximumConnections());
      monitor.awaitFirstAnswers();
      monitor.requireFitting();
      discovery.follow(monitor);
    } catch (IOException e) {
      release();
      throw new StartupException(
          "cannot listen on " + config.listen() + " (listen): " + StartupException.reason(e), e);
    } catch (RuntimeException | Error e) {
      release();
      throw e;
    }
  }

  private AgentDirectory directory(Placement placement, List<AgentClient> agents) {
    return switch (placement) {
      case BUCKET -> new BucketPlacement(agents);
      case SHARED -> new SharedPlacement(monitor::candidates);
    };
  }

  private static AgentClient client(
      AgentChannels.Lanes to, ReadLanes lanes, InstantSource clock, AgentTimeouts timeouts) {
    return to.inThisProcess()
        ? AgentClient.inThisProcess(to.wide(), lanes, clock, timeouts)
        : new AgentClient(to.wide(), to.narrow(), lanes, clock, timeouts, to.files());
  }

  private static RateLimits rates(FrontendConfig config, Metrics metrics) {
    RateLimits rates =
        new RateLimits(config.maximumRequestRate(), config.maximumByteRate().bytes());
    rates.addTo(metrics);
    return rates;
  }

  private static BrowserProtection protection(FrontendConfig config) {
    return config.openAccess()
        ? BrowserProtection.ofOpenAccess(
            new AllowedHosts(config.listen(), config.domains(), "domains"))
        : BrowserProtection.NONE;
  }

  private Authenticator authenticator(FrontendConfig config, InstantSource clock) {
    return credentials.isEmpty()
        ? Authenticator.open(Identity.unrestricted("", EVERYBODY))
        : Authenticator.signed(
            credentials.get(),
            new AcceptedSignatures(config.fixedRegion(), config.signatureV2()),
            clock);
  }

  private static Optional<TlsMaterial> tls(
      String door, Optional<TlsFiles> files, TlsMaterial.Peers peers, Metrics metrics) {
    return files.map(
        present -> TlsMaterial.start(door, present, peers, InstantSource.system(), metrics));
  }

  private static HttpLimits limits(FrontendConfig config, OpenFiles files) {
    return new HttpLimits(
        (int) config.maximumHeaderSize().bytes(),
        files.connections(config.maximumConnections()),
        config.headerTimeout(),
        config.bodyTimeout(),
        config.idleTimeout(),
        LingerLimits.STANDARD);
  }

  /** Tells frontends behind one load balancer apart in answers and logs; means nothing else. */
  private static String hostId() {
    return HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
  }

  /**
   * Starts a frontend that asks the configured agents.
   *
   * @param buffers memory for data under way, of the whole process
   * @param plan of the whole process's memory
   * @param access takes a record of every request
   * @return it, once every agent has answered or failed to, or some seconds have passed
   * @throws StartupException says why it cannot start; nothing is left running
   */
  public static FrontendServer start(
      FrontendConfig config,
      Metrics metrics,
      BufferPool buffers,
      MemoryPlan plan,
      AccessLog access) {
    AgentChannels channels =
        new AgentChannels(
            config.tokens(),
            tls("agents", TlsFiles.ofAgents(config.process().tls()), SERVERS, metrics));
    return new FrontendServer(
        config,
        metrics,
        buffers,
        plan,
        access,
        channels,
        config.agentsToAsk(),
        RequestThreads.virtual(),
        OpenFiles.ofThisProcess(OpenFiles.APART_FROM_THE_AGENT));
  }

  /**
   * Starts a frontend that asks the agent of this name inside this process.
   *
   * @param buffers memory for data under way, of the whole process
   * @param plan of the whole process's memory
   * @param access takes a record of every request
   * @throws StartupException says why it cannot start; nothing is left running
   */
  public static FrontendServer startInProcess(
      FrontendConfig config,
      Metrics metrics,
      BufferPool buffers,
      MemoryPlan plan,
      AccessLog access,
      String name) {
    return new FrontendServer(
        config,
        metrics,
        buffers,
        plan,
        access,
        AgentChannels.of(
            InProcessChannelBuilder.forName(name).directExecutor().disableRetry().build()),
        List.of(),
        RequestThreads.withAgent(),
        OpenFiles.ofThisProcess(OpenFiles.WITH_THE_AGENT));
  }

  /** The address it listens on, with the actual port. */
  public HostPort boundAddress() {
    return boundAddress;
  }

  /** The agents by their addresses, with what is wrong with those that do not answer. */
  public List<String> agents() {
    return monitor.described();
  }

  @Override
  public Readiness readiness() {
    return stopping ? Readiness.notReady("the frontend stops") : monitor.readiness();
  }

  @Override
  public void drain(Duration limit) {
    stopping = true;
    Duration delay = drainDelay.compareTo(limit) < 0 ? drainDelay : limit;
    http.stop(servesOn(delay) ? limit.minus(delay) : limit);
  }

  /**
   * Waits while load balancers that look at this frontend see that it stops: a request that one of
   * them sends meanwhile is served as ever.
   *
   * @return whether any looks at it; else it did not wait
   */
  private boolean servesOn(Duration delay) {
    if (health.stream().noneMatch(handler -> handler.wasAskedWithin(WATCHED))) {
      return false;
    }
    try {
      Thread.sleep(delay);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return true;
  }

  @Override
  public void close() {
    stopping = true;
    http.stop(Duration.ZERO);
    release();
  }

  private void release() {
    discovery.close();
    monitor.close();
    channels.close();
    tls.ifPresent(TlsMaterial::close);
    credentials.ifPresent(CredentialsSource::close);
  }
}
