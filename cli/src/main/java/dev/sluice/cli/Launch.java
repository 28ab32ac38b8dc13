package dev.sluice.cli;

import dev.sluice.agent.AgentConfig;
import dev.sluice.agent.AgentServer;
import dev.sluice.common.config.AllowedHosts;
import dev.sluice.common.config.Configuration;
import dev.sluice.common.config.HostPort;
import dev.sluice.common.config.ProcessConfig;
import dev.sluice.common.memory.MemoryPlan;
import dev.sluice.common.metrics.Metric;
import dev.sluice.common.metrics.Metrics;
import dev.sluice.common.rpc.BufferPool;
import dev.sluice.common.rpc.TransportBuffers;
import dev.sluice.frontend.FrontendConfig;
import dev.sluice.frontend.FrontendServer;
import dev.sluice.frontend.access.AccessLog;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/** Starts the tiers of a process and says where they are. */
final class Launch {

  private static final String IN_PROCESS_NAME = "sluice-standalone";

  /** The longest wait of a request for memory before it is answered SlowDown. */
  private static final Duration BUFFER_PATIENCE = Duration.ofSeconds(20);

  private final PrintWriter out;

  Launch(PrintWriter out) {
    this.out = out;
  }

  /**
   * Starts what a tier consists of.
   *
   * @throws dev.sluice.common.config.StartupException says why it cannot start; nothing is left
   *     running
   */
  Service start(Tier tier, Configuration configuration) {
    MemoryPlan plan = tier.memory(configuration, Runtime.getRuntime().maxMemory());
    return switch (tier) {
      case STANDALONE ->
          standalone(
              configuration,
              configuration.get(FrontendConfig.class),
              configuration.get(AgentConfig.class),
              plan);
      case FRONTEND -> frontend(configuration, configuration.get(FrontendConfig.class), plan);
      case AGENT -> agent(configuration.get(AgentConfig.class), plan);
    };
  }

  private Service standalone(
      Configuration configuration, FrontendConfig frontend, AgentConfig agent, MemoryPlan plan) {
    return start(
        frontend.process(),
        frontend.adminListen(),
        frontend.domains(),
        plan,
        (service, buffers) -> {
          AgentServer agents =
              service.add(
                  AgentServer.startInProcess(
                      agent, service.metrics(), buffers, plan, IN_PROCESS_NAME));
          FrontendServer front =
              service.add(
                  FrontendServer.startInProcess(
                      frontend,
                      service.metrics(),
                      buffers,
                      plan,
                      accessLog(frontend, service),
                      IN_PROCESS_NAME));
          warnings().of(frontend).of(agent).log();
          return new Announcement(Tier.STANDALONE)
              .frontend(frontend, front.boundAddress())
              .others(configuration)
              .agent(agent, agents)
              .admin(service)
              .example(frontend, front.boundAddress());
        });
  }

  private Service frontend(Configuration configuration, FrontendConfig config, MemoryPlan plan) {
    return start(
        config.process(),
        config.adminListen(),
        config.domains(),
        plan,
        (service, buffers) -> {
          FrontendServer server =
              service.add(
                  FrontendServer.start(
                      config, service.metrics(), buffers, plan, accessLog(config, service)));
          warnings().of(config).log();
          return new Announcement(Tier.FRONTEND)
              .frontend(config, server.boundAddress())
              .others(configuration)
              .agents(server)
              .admin(service)
              .example(config, server.boundAddress());
        });
  }

  private static AccessLog accessLog(FrontendConfig config, Service service) {
    if (config.accessLog().isEmpty()) {
      return AccessLog.NONE;
    }
    AccessLogFile file =
        service.closing(
            AccessLogFile.open(
                config.accessLog().get(), config.accessLogSize().bytes(), config.accessLogKept()));
    service.reopening(file::reopen);
    service
        .metrics()
        .add(
            Metric.counter(
                "sluice_s3_access_log_dropped_lines_total",
                "Lines of the access log that its queue had no room for.",
                file::dropped));
    return AccessLog.to(config.accessLogFormat(), file);
  }

  private Service agent(AgentConfig config, MemoryPlan plan) {
    return start(
        config.process(),
        config.adminListen(),
        List.of(),
        plan,
        (service, buffers) -> {
          AgentServer server =
              service.add(AgentServer.start(config, service.metrics(), buffers, plan));
          warnings().of(config).log();
          return new Announcement(Tier.AGENT).agent(config, server).admin(service);
        });
  }

  private static StartWarnings warnings() {
    return new StartWarnings(Path.of(System.getProperty("user.home", "/")));
  }

  private static void measure(BufferPool buffers, Metrics metrics) {
    metrics.add(
        Metric.gauge(
            "sluice_buffers_used_bytes", "What bodies on their way hold.", buffers::inUse));
    metrics.add(
        Metric.gauge(
            "sluice_buffers_budget_bytes",
            "What bodies on their way may hold (buffer-budget).",
            buffers::budget));
    metrics.add(
        Metric.gauge(
            "sluice_transport_memory_bytes",
            "The part of direct memory that the sockets between the tiers hold.",
            TransportBuffers::inUse));
  }

  private Service start(
      ProcessConfig process,
      HostPort adminListen,
      List<String> domains,
      MemoryPlan plan,
      BiFunction<Service, BufferPool, Announcement> wiring) {
    LogSetup.format(process.logFormat());
    LogSetup.level(process.logLevel());
    List<String> names = Stream.concat(process.adminHosts().stream(), domains.stream()).toList();
    AllowedHosts adminHosts = new AllowedHosts(adminListen, names, "admin-hosts");
    Service service = new Service(adminListen, adminHosts, process);
    BufferPool buffers = new BufferPool(plan.buffers(), BUFFER_PATIENCE);
    measure(buffers, service.metrics());
    List<String> lines;
    try {
      lines = wiring.apply(service, buffers).lines();
    } catch (RuntimeException | Error e) {
      service.stop();
      throw e;
    }
    service.started();
    lines.forEach(out::println);
    out.flush();
    return service;
  }
}
