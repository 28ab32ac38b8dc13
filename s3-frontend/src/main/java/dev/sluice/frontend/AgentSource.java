package dev.sluice.frontend;

import dev.sluice.common.config.HostPort;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import javax.naming.NamingException;

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

  /**
   * The agents that it leads to now, in an order that is always the same.
   *
   * @param dnsServer that is asked about names; empty: those that this machine asks
   * @throws NamingException where a name leads to none, or nobody can say
   */
  static List<AgentAddress> find(AgentSource source, Optional<HostPort> dnsServer)
      throws NamingException {
    return switch (source) {
      case AgentAddress address -> List.of(address);
      case AgentName name ->
          new AgentLookup(dnsServer)
              .find(name).stream().sorted(Comparator.comparing(AgentAddress::toString)).toList();
    };
  }
}
