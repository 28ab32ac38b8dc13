package dev.sluice.cli;

import dev.sluice.agent.AgentConfig;
import dev.sluice.agent.AgentServer;
import dev.sluice.common.config.Configuration;
import dev.sluice.common.config.HostPort;
import dev.sluice.common.config.LogLevel;
import dev.sluice.frontend.FrontendConfig;
import dev.sluice.frontend.FrontendServer;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/** Starts the tiers of a process and says where they are. */
final class Launch {

  private static final String IN_PROCESS_NAME = "sluice-standalone";

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
    return switch (tier) {
      case STANDALONE ->
          standalone(configuration.get(FrontendConfig.class), configuration.get(AgentConfig.class));
      case FRONTEND -> frontend(configuration.get(FrontendConfig.class));
      case AGENT -> agent(configuration.get(AgentConfig.class));
    };
  }

  private Service standalone(FrontendConfig frontend, AgentConfig agent) {
    return start(
        frontend.logLevel(),
        frontend.adminListen(),
        frontend.drainTimeout(),
        service -> {
          AgentServer agents =
              service.add(AgentServer.startInProcess(agent, service.metrics(), IN_PROCESS_NAME));
          FrontendServer front =
              service.add(
                  FrontendServer.startInProcess(frontend, service.metrics(), IN_PROCESS_NAME));
          return new Announcement(Tier.STANDALONE)
              .frontend(frontend, front.boundAddress())
              .agent(agent, agents)
              .admin(service.adminAddress())
              .example(frontend, front.boundAddress());
        });
  }

  private Service frontend(FrontendConfig config) {
    return start(
        config.logLevel(),
        config.adminListen(),
        config.drainTimeout(),
        service -> {
          FrontendServer server = service.add(FrontendServer.start(config, service.metrics()));
          return new Announcement(Tier.FRONTEND)
              .frontend(config, server.boundAddress())
              .agents(config.agentsToAsk())
              .admin(service.adminAddress())
              .example(config, server.boundAddress());
        });
  }

  private Service agent(AgentConfig config) {
    return start(
        config.logLevel(),
        config.adminListen(),
        config.drainTimeout(),
        service -> {
          AgentServer server = service.add(AgentServer.start(config, service.metrics()));
          return new Announcement(Tier.AGENT).agent(config, server).admin(service.adminAddress());
        });
  }

  private Service start(
      LogLevel logLevel,
      HostPort adminListen,
      Duration drainTimeout,
      Function<Service, Announcement> wiring) {
    LogSetup.level(logLevel);
    Service service = new Service(adminListen, drainTimeout);
    List<String> lines;
    try {
      lines = wiring.apply(service).lines();
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
