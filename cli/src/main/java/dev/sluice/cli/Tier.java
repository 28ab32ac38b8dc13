package dev.sluice.cli;

import dev.sluice.agent.AgentConfig;
import dev.sluice.common.config.ConfigSchema;
import dev.sluice.common.config.Configuration;
import dev.sluice.common.memory.MemoryPlan;
import dev.sluice.frontend.FrontendConfig;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** A kind of process. */
enum Tier {
  STANDALONE(
      "Serve a folder over S3: frontend and agent in one process.",
      // The frontend beside it is joined to the agent without an address.
      ConfigSchema.of(
          List.of(FrontendConfig.class, AgentConfig.class), Set.of("agents", "placement")),
      List.of(
          "sluice standalone",
          "sluice standalone --data /srv/objects --listen 127.0.0.1:0",
          "sluice standalone --listen 0.0.0.0:39999 --credentials credentials.yaml")),
  FRONTEND(
      "Serve S3 by asking agents; holds no state.",
      FrontendConfig.SCHEMA,
      List.of(
          "sluice frontend",
          "sluice frontend --agents node-1:29996,node-2:29996 --agent-tls-ca ca.pem --token-file"
              + " token",
          "sluice frontend --config frontend.yaml")),
  AGENT(
      "Keep objects as plain files and serve them to frontends over gRPC.",
      AgentConfig.SCHEMA,
      List.of(
          "sluice agent --data /srv/objects",
          "sluice agent --data /srv/objects --agent-listen 0.0.0.0:29996 --token-file token"
              + " --agent-tls-certificate agent.pem --agent-tls-key agent.key",
          "sluice agent --config agent.yaml"));

  private final String about;
  private final ConfigSchema schema;
  private final List<String> examples;

  Tier(String about, ConfigSchema schema, List<String> examples) {
    this.about = about;
    this.schema = schema;
    this.examples = examples;
  }

  /** The name of its command. */
  String command() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** A sentence for help texts. */
  String about() {
    return about;
  }

  /** All its settings. */
  ConfigSchema schema() {
    return schema;
  }

  /** The plan of its memory, of a heap of this size. */
  MemoryPlan memory(Configuration configuration, long heap) {
    return switch (this) {
      case STANDALONE ->
          MemoryPlan.standalone(
              heap,
              configuration.get(FrontendConfig.class).process().bufferBudget().bytes(),
              configuration.get(AgentConfig.class).snapshotBudget().bytes());
      case FRONTEND ->
          MemoryPlan.frontend(
              heap, configuration.get(FrontendConfig.class).process().bufferBudget().bytes());
      case AGENT -> {
        AgentConfig agent = configuration.get(AgentConfig.class);
        yield MemoryPlan.agent(
            heap, agent.process().bufferBudget().bytes(), agent.snapshotBudget().bytes());
      }
    };
  }

  /** Command lines to start it with. */
  List<String> examples() {
    return examples;
  }
}
