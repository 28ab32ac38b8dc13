package dev.sluice.frontend;

import dev.sluice.common.config.HostPort;

/** The way in which agents are named to a frontend: by the address of one, or by a name for all. */
public sealed interface AgentSource permits AgentAddress, AgentName {

  /** For mistakes. */
  String EXPECTED =
      "unix:PATH, HOST:PORT, dns:NAME:PORT or srv:NAME, such as 127.0.0.1:29996 or"
          + " srv:_grpc._tcp.agents.example.org";

  /**
   * Reads an {@link AgentAddress}, {@code dns:NAME:PORT} or {@code srv:NAME}.
   *
   * @throws IllegalArgumentException says what was expected
   */
  static AgentSource parse(String text) {
    try {
      if (text.startsWith(AgentName.Host.SCHEME)) {
        HostPort host = HostPort.parse(text.substring(AgentName.Host.SCHEME.length()));
        if (host.port() > 0 && !HostPort.isAddress(host.host())) {
          return new AgentName.Host(host.host(), host.port());
        }
      } else if (text.startsWith(AgentName.Service.SCHEME)) {
        String name = text.substring(AgentName.Service.SCHEME.length());
        if (HostPort.isName(name)) {
          return new AgentName.Service(name);
        }
      } else {
        return AgentAddress.parse(text);
      }
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(EXPECTED, e);
    }
    throw new IllegalArgumentException(EXPECTED);
  }
}
