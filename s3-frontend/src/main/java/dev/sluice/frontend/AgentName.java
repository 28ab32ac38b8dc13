package dev.sluice.frontend;

/** A name in DNS that leads to agents, to more or fewer of them as time goes by. */
public sealed interface AgentName extends AgentSource {

  /** A host: each of its IPv4 and IPv6 addresses is an agent. */
  record Host(String name, int port) implements AgentName {
    /** The prefix. */
    static final String SCHEME = "dns:";

    @Override
    public String toString() {
      return SCHEME + name + ":" + port;
    }
  }

  /** A service: its records of type SRV name hosts, with their ports. */
  record Service(String name) implements AgentName {
    /** The prefix. */
    static final String SCHEME = "srv:";

    @Override
    public String toString() {
      return SCHEME + name;
    }
  }
}
