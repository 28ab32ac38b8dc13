package dev.sluice.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.agent.AgentConfig;
import dev.sluice.agent.AgentServer;
import dev.sluice.common.config.ConfigSchema;
import dev.sluice.common.config.ConfigSources;
import dev.sluice.common.config.Configuration;
import dev.sluice.common.memory.MemoryPlan;
import dev.sluice.common.metrics.Metrics;
import dev.sluice.common.metrics.Readiness;
import dev.sluice.common.rpc.BufferPool;
import dev.sluice.frontend.FrontendConfig;
import dev.sluice.frontend.FrontendServer;
import dev.sluice.frontend.access.AccessLog;
import dev.sluice.testing.Await;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Frontends and agents that have to prove themselves to each other over TCP. A frontend whose agent
 * answers is ready; that is what each case asks.
 */
class TierTlsTest {
  private static final MemoryPlan PLAN = MemoryPlan.standalone(256 << 20, 32 << 20, 32 << 20);
  private static final BufferPool BUFFERS = new BufferPool(1 << 20, Duration.ofSeconds(1));

  @TempDir private Path folder;

  private final List<AutoCloseable> running = new ArrayList<>();
  private TestAuthority ours;
  private TestAuthority foreign;
  private AgentServer agent;

  @BeforeEach
  void start() {
    ours = new TestAuthority(folder.resolve("ours"), "Ours");
    foreign = new TestAuthority(folder.resolve("foreign"), "Foreign");
    agent = agent(shown(ours.good("agent")), trusting(ours));
  }

  @AfterEach
  void stop() throws Exception {
    for (AutoCloseable one : running.reversed()) {
      one.close();
    }
  }

  @Test
  void certificatesOfOneAuthority_areEnough() {
    assertThat(answered(shown(ours.good("frontend")), trusting(ours))).isEqualTo(Readiness.READY);
  }

  @Test
  void frontendWithoutCertificate_isRefused() {
    refused(frontend(trusting(ours)));
  }

  @Test
  void frontendWithoutTls_isRefused() {
    refused(frontend());
  }

  @Test
  void frontendWithExpiredCertificate_isRefused() {
    refused(frontend(shown(ours.expired("frontend")), trusting(ours)));
  }

  @Test
  void frontendOfForeignAuthority_isRefused() {
    refused(frontend(shown(foreign.good("frontend")), trusting(ours)));
  }

  /** A certificate that may only serve is none to call with. */
  @Test
  void frontendWithCertificateForAnotherUse_isRefused() {
    TestAuthority.Pair serving =
        ours.pair("web", b -> b.addSanIpAddress("127.0.0.1").addExtendedKeyUsageServerAuth());
    refused(frontend(shown(serving), trusting(ours)));
  }

  @Test
  void agentOfForeignAuthority_isRefused() {
    refused(frontend(shown(ours.good("frontend")), trusting(foreign)));
  }

  @Test
  void agentOfAuthorityThatNobodyNamed_isRefused() {
    refused(frontend(shown(ours.good("frontend"))));
  }

  @Test
  void agentWithExpiredCertificate_isRefused() {
    agent = agent(shown(ours.expired("old")), trusting(ours));
    refused(frontend(shown(ours.good("frontend")), trusting(ours)));
  }

  @Test
  void agentWithCertificateForAnotherName_isRefused() {
    TestAuthority.Pair elsewhere =
        ours.pair("x", b -> b.addSanDnsName("other.test").addExtendedKeyUsageServerAuth());
    agent = agent(shown(elsewhere), trusting(ours));
    refused(frontend(shown(ours.good("frontend")), trusting(ours)));
  }

  @Test
  void agentWithoutTls_isRefused() {
    agent = agent();
    refused(frontend(shown(ours.good("frontend")), trusting(ours)));
  }

  /** TLS that only the agent proves itself by, and the token for the frontend. */
  @Test
  void tokenWithinTls_isRequiredWhereThereIsOne() {
    Map<String, String> right = Map.of("token", "between the tiers");
    agent = agent(shown(ours.good("agent")), right);
    assertThat(answered(trusting(ours), right)).isEqualTo(Readiness.READY);
    refused(frontend(trusting(ours), Map.of("token", "quite another token")));
    refused(frontend(trusting(ours)));
  }

  /** On a busy machine an agent may take longer to answer than a probe waits. */
  @SafeVarargs
  private Readiness answered(Map<String, String>... settings) {
    return Await.until("readiness", () -> frontend(settings), Readiness::ready);
  }

  private static void refused(Readiness readiness) {
    assertThat(readiness.ready()).isFalse();
    assertThat(readiness.reason()).startsWith("no agent answers: ");
  }

  private static Map<String, String> shown(TestAuthority.Pair pair) {
    return Map.of(
        "agent-tls-certificate", pair.certificate().toString(),
        "agent-tls-key", pair.key().toString());
  }

  private static Map<String, String> trusting(TestAuthority authority) {
    return Map.of("agent-tls-ca", authority.certificate().toString());
  }

  @SafeVarargs
  private AgentServer agent(Map<String, String>... settings) {
    AgentConfig config =
        load(
                AgentConfig.SCHEMA,
                Map.of(
                    "storage",
                    "memory:",
                    "agent-listen",
                    "127.0.0.1:0",
                    "agent-token-file",
                    folder.resolve("made").toString()),
                settings)
            .get(AgentConfig.class);
    AgentServer server = AgentServer.start(config, new Metrics(), BUFFERS, PLAN);
    running.add(server);
    return server;
  }

  @SafeVarargs
  private Readiness frontend(Map<String, String>... settings) {
    FrontendConfig config =
        load(
                FrontendConfig.SCHEMA,
                Map.of(
                    "listen",
                    "127.0.0.1:0",
                    "agents",
                    agent.boundAddress().orElseThrow().toString()),
                settings)
            .get(FrontendConfig.class);
    try (FrontendServer server =
        FrontendServer.start(config, new Metrics(), BUFFERS, PLAN, AccessLog.NONE)) {
      return server.readiness();
    }
  }

  @SafeVarargs
  private static Configuration load(
      ConfigSchema schema, Map<String, String> own, Map<String, String>... settings) {
    Map<String, List<String>> flags = new TreeMap<>();
    own.forEach((key, text) -> flags.put(key, List.of(text)));
    for (Map<String, String> some : settings) {
      some.forEach((key, text) -> flags.put(key, List.of(text)));
    }
    return schema.load(new ConfigSources(Optional.empty(), Map.of(), flags));
  }
}
