package dev.sluice.frontend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.common.config.HostPort;
import dev.sluice.common.memory.MemoryPlan;
import dev.sluice.common.model.Placement;
import dev.sluice.frontend.rpc.AgentClient;
import dev.sluice.frontend.rpc.ReadLanes;
import dev.sluice.testing.Await;
import dev.sluice.testing.FakeDns;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Names that lead to agents, here to addresses where nobody listens. */
@Timeout(180)
class AgentDiscoveryTest {
  private final FakeDns dns = new FakeDns();
  private final AgentChannels channels =
      new AgentChannels(new AgentTokens(Optional.empty(), Path.of("none")), Optional.empty());
  private final ReadLanes lanes = new ReadLanes(MemoryPlan.frontend(128 << 20, 32 << 20));

  @AfterEach
  void close() {
    channels.close();
    dns.close();
  }

  private AgentDiscovery discovery(String... sources) {
    return new AgentDiscovery(
        Arrays.stream(sources).map(AgentSource::parse).toList(),
        new AgentLookup(Optional.of(HostPort.parse(dns.address()))),
        channels,
        to ->
            new AgentMonitor.Agent(to, new AgentClient(to.wide(), lanes, InstantSource.system())));
  }

  private static List<String> addresses(AgentMonitor monitor) {
    return monitor.described().stream().map(agent -> agent.split(" ", 2)[0]).sorted().toList();
  }

  @Test
  void agents_comeAndGoWithTheAnswers() {
    dns.host("agents.test", "127.0.0.2", "127.0.0.3");
    try (AgentDiscovery discovery = discovery("dns:agents.test:1", "127.0.0.9:1");
        AgentMonitor monitor =
            new AgentMonitor(discovery.agents(), Placement.SHARED, InstantSource.system())) {
      discovery.follow(monitor);
      assertThat(addresses(monitor)).containsExactly("127.0.0.2:1", "127.0.0.3:1", "127.0.0.9:1");

      dns.host("agents.test", "127.0.0.3", "127.0.0.4");

      Await.until(
          "the new answer",
          () -> addresses(monitor).equals(List.of("127.0.0.3:1", "127.0.0.4:1", "127.0.0.9:1")));
      Await.until("the channels of the one that is gone are closed", () -> channels.size() == 3);
    }
  }

  /** Until it answers again, and then it is looked at as ever. */
  @Test
  void lookupThatFails_changesNothing() {
    dns.host("one.test", "127.0.0.2");
    dns.host("two.test", "127.0.0.3");
    try (AgentDiscovery discovery =
            discovery("dns:one.test:1", "srv:missing.test", "dns:two.test:1");
        AgentMonitor monitor =
            new AgentMonitor(discovery.agents(), Placement.SHARED, InstantSource.system())) {
      discovery.follow(monitor);
      dns.host("one.test");
      dns.host("two.test", "127.0.0.4");

      Await.until(
          "the answer that came",
          () -> addresses(monitor).equals(List.of("127.0.0.2:1", "127.0.0.4:1")));
      dns.host("one.test", "127.0.0.5");
      Await.until(
          "the answer that came back",
          () -> addresses(monitor).equals(List.of("127.0.0.4:1", "127.0.0.5:1")));
    }
  }

  @Test
  void agents_areBounded() {
    String[] many =
        IntStream.rangeClosed(1, AgentDiscovery.MOST_AGENTS + 10)
            .mapToObj(i -> "127.0." + i / 250 + "." + (i % 250 + 1) + ":1")
            .toArray(String[]::new);
    try (AgentDiscovery discovery = discovery(many)) {
      assertThat(discovery.agents()).hasSize(AgentDiscovery.MOST_AGENTS);
    }
  }
}
