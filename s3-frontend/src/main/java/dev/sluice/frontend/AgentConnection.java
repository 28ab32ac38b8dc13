package dev.sluice.frontend;

import dev.sluice.common.memory.MemoryPlan;
import dev.sluice.common.metrics.Metrics;
import dev.sluice.common.tls.TlsFiles;
import dev.sluice.common.tls.TlsMaterial;
import dev.sluice.frontend.rpc.AgentClient;
import dev.sluice.frontend.rpc.ReadLanes;
import java.time.InstantSource;
import java.util.Optional;

/** One agent, for a command that speaks to it without a frontend. */
public final class AgentConnection implements AutoCloseable {
  private final AgentChannels channels;
  private final AgentClient client;

  private AgentConnection(AgentChannels channels) {
    this.channels = channels;
    long memory = Runtime.getRuntime().maxMemory();
    this.client =
        new AgentClient(
            channels.all().getFirst().wide(),
            new ReadLanes(MemoryPlan.frontend(memory, 0)),
            InstantSource.system());
  }

  /**
   * A connection that is made with the first call; whether an agent answers shows then.
   *
   * @param tokens for TCP; a Unix socket needs none
   * @param tls spoken over TCP; empty: plain text
   * @throws dev.sluice.common.config.StartupException says which of the files cannot be used
   */
  public static AgentConnection to(
      AgentAddress address, AgentTokens tokens, Optional<TlsFiles> tls) {
    AgentChannels channels =
        new AgentChannels(
            tokens,
            tls.map(
                files ->
                    TlsMaterial.start(
                        "agents",
                        files,
                        TlsMaterial.Peers.SERVERS,
                        InstantSource.system(),
                        new Metrics())));
    channels.open(address);
    return new AgentConnection(channels);
  }

  /** The client of this agent. */
  public AgentClient client() {
    return client;
  }

  /** Breaks off what is under way. From any thread, more than once. */
  @Override
  public void close() {
    channels.close();
  }
}
