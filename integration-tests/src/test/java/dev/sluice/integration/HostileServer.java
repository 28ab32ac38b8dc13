package dev.sluice.integration;

import dev.sluice.agent.AgentConfig;
import dev.sluice.agent.AgentServer;
import dev.sluice.common.config.ConfigSchema;
import dev.sluice.common.config.ConfigSources;
import dev.sluice.common.memory.MemoryPlan;
import dev.sluice.common.metrics.Metrics;
import dev.sluice.common.rpc.BufferPool;
import dev.sluice.frontend.FrontendConfig;
import dev.sluice.frontend.FrontendServer;
import dev.sluice.frontend.access.AccessLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Both tiers inside the test, over a real folder, for clients that mean harm. */
final class HostileServer implements AutoCloseable {

  private static final MemoryPlan PLAN = MemoryPlan.standalone(256 << 20, 32 << 20, 32 << 20);

  private final Path data;
  private final AgentServer agent;
  private final FrontendServer frontend;

  /**
   * Starts both with open access.
   *
   * @param settings of the frontend, beyond its address
   */
  HostileServer(Path data, Map<String, String> settings) {
    this(data, settings, new BufferPool(4 << 20, Duration.ofSeconds(20)));
  }

  /** The same with memory of its own for bodies under way. */
  HostileServer(Path data, Map<String, String> settings, BufferPool buffers) {
    this(data, settings, Map.of(), buffers);
  }

  /** The same with settings of the agent, beyond its folder and address. */
  HostileServer(
      Path data,
      Map<String, String> settings,
      Map<String, String> agentSettings,
      BufferPool buffers) {
    this.data = data;
    Map<String, String> agents = new TreeMap<>(agentSettings);
    agents.putAll(Map.of("data", data.toString(), "durability", "os"));
    AgentConfig own = load(AgentConfig.SCHEMA, agents, AgentConfig.class);
    String name = data.toString();
    agent = AgentServer.startInProcess(own, new Metrics(), buffers, PLAN, name);
    Map<String, String> all = new TreeMap<>(settings);
    all.put("listen", "127.0.0.1:0");
    all.put("domains", "h"); // the short name that raw requests have for it
    frontend =
        FrontendServer.startInProcess(
            load(FrontendConfig.SCHEMA, all, FrontendConfig.class),
            new Metrics(),
            buffers,
            PLAN,
            AccessLog.NONE,
            name);
  }

  private static <R extends Record> R load(
      ConfigSchema schema, Map<String, String> settings, Class<R> type) {
    Map<String, List<String>> flags = new TreeMap<>();
    settings.forEach((key, text) -> flags.put(key, List.of(text)));
    return schema.load(new ConfigSources(Optional.empty(), Map.of(), flags)).get(type);
  }

  int port() {
    return frontend.boundAddress().port();
  }

  /** Every file and folder below the data folder, with the size of files. */
  List<String> storage() throws IOException {
    Staging.of(data).awaitNone();
    try (Stream<Path> all = Files.walk(data)) {
      return all.map(path -> data.relativize(path) + " " + size(path)).sorted().toList();
    }
  }

  private static String size(Path path) {
    return Files.isRegularFile(path) ? Long.toString(path.toFile().length()) : "";
  }

  @Override
  public void close() {
    frontend.close();
    agent.close();
  }
}
