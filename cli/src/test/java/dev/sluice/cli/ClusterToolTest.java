package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.testing.FakeDns;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code cluster} against real agents, by their sockets. */
class ClusterToolTest {
  private static final int USAGE = 2;
  private static final int UNREACHABLE = 3;

  @TempDir private Path one;
  @TempDir private Path other;

  @Test
  void agents_haveALineEach() throws Exception {
    try (ToolAgent first = ToolAgent.start(one);
        ToolAgent second = ToolAgent.start(other)) {
      first.bucketOf("photos", Map.of("a", "1"));
      first.bucketOf("music", Map.of("b", "2"));

      CommandRun run = cluster(socket(first) + ", " + socket(second));

      assertThat(run.err()).isEmpty();
      assertThat(run.exitCode()).isZero();
      List<String> lines = run.out().lines().toList();
      assertThat(lines).hasSize(2);
      assertThat(lines.getFirst())
          .startsWith(socket(first) + "  serving  ")
          .contains("  local " + one.resolve("data") + "  ", "  2 buckets  ", " free of ")
          .containsPattern("  namespace [0-9a-f-]{36}  ")
          .containsPattern("  up \\d+");
      assertThat(lines.getLast()).startsWith(socket(second)).contains("  0 buckets  ");
    }
  }

  @Test
  void agentThatDoesNotAnswer_isALineWithItsProblem() throws Exception {
    try (ToolAgent agent = ToolAgent.start(one)) {
      String missing = "unix:" + other.resolve("agent.sock");

      CommandRun run = cluster(missing + "," + socket(agent), "--json");

      assertThat(run.exitCode()).isEqualTo(UNREACHABLE);
      List<String> lines = run.out().lines().toList();
      assertThat(lines).hasSize(2);
      JsonNode silent = new ObjectMapper().readTree(lines.getFirst());
      assertThat(silent.get("agent").asText()).isEqualTo(missing);
      assertThat(silent.get("serving").asBoolean()).isFalse();
      assertThat(silent.get("problem").asText()).contains("there is no such socket");
      JsonNode serving = new ObjectMapper().readTree(lines.getLast());
      assertThat(serving.get("serving").asBoolean()).isTrue();
      assertThat(serving.get("id").asText()).isNotEmpty();
      assertThat(serving.get("engine").asText()).isEqualTo("local");
      assertThat(serving.get("sharesNamespace").asBoolean()).isFalse();
      assertThat(serving.get("ownedSlots").asInt()).isZero();
      assertThat(serving.get("totalBytes").asLong())
          .isGreaterThanOrEqualTo(serving.get("freeBytes").asLong())
          .isPositive();
      assertThat(serving.get("uptimeSeconds").asLong()).isNotNegative();
    }
  }

  @Test
  void withoutAList_theAgentOfTheFolderIsAsked() {
    try (ToolAgent agent = ToolAgent.start(one)) {
      assertThat(agent.run("cluster").out()).startsWith(socket(agent) + "  serving  ");
      assertThat(agent.run("cluster", "--agents", "nowhere").exitCode()).isEqualTo(USAGE);
      assertThat(agent.run("cluster", "--agents", socket(agent), "--root", one).exitCode())
          .isEqualTo(USAGE);
    }
  }

  @Test
  void name_leadsToItsAgents() {
    try (FakeDns dns = new FakeDns()) {
      dns.host("agents.test", "127.0.0.2", "127.0.0.3");

      CommandRun run =
          cluster("dns:agents.test:1", "--agent-dns-server", dns.address(), "--timeout", "5");

      assertThat(run.exitCode()).isEqualTo(UNREACHABLE);
      List<String> lines = run.out().lines().toList();
      assertThat(lines).hasSize(2);
      assertThat(lines.getFirst()).startsWith("127.0.0.2:1 of agents.test  no answer  ");
      assertThat(lines.getLast()).startsWith("127.0.0.3:1 of agents.test  no answer  ");
    }
  }

  @Test
  void nameThatLeadsToNone_isAFailure() {
    try (FakeDns dns = new FakeDns()) {
      CommandRun run = cluster("srv:_grpc._tcp.test", "--agent-dns-server", dns.address());

      assertThat(run.exitCode()).isEqualTo(UNREACHABLE);
      assertThat(run.err()).contains("agents: srv:_grpc._tcp.test cannot be looked up");
    }
  }

  private static CommandRun cluster(String agents, String... rest) {
    String[] arguments = new String[rest.length + 1];
    arguments[0] = "cluster";
    System.arraycopy(rest, 0, arguments, 1, rest.length);
    return CommandRun.of(Map.of("SLUICE_AGENTS", agents), arguments);
  }

  private static String socket(ToolAgent agent) {
    return "unix:" + agent.data(".sluice/agent.sock");
  }
}
