package dev.sluice.frontend;

import dev.sluice.common.config.HostPort;
import java.nio.file.Path;

/** The address at which an agent answers gRPC. */
public sealed interface AgentAddress extends AgentSource {

  /** A Unix socket on this machine. */
  record UnixSocket(Path path) implements AgentAddress {
    @Override
    public String toString() {
      return SCHEME + path;
    }
  }

  /** A TCP address. */
  record Tcp(HostPort address) implements AgentAddress {
    @Override
    public String toString() {
      return address.toString();
    }
  }

  /**
   * A TCP address that a name led to.
   *
   * @param name of the host, which the agent's certificate has to have
   */
  record Found(String name, HostPort address) implements AgentAddress {
    @Override
    public String toString() {
      return address + " of " + name;
    }
  }

  /** The prefix of a Unix socket's address. */
  String SCHEME = "unix:";

  /**
   * Reads {@code unix:PATH} or {@code HOST:PORT}.
   *
   * @throws IllegalArgumentException says what was expected
   */
  static AgentAddress parse(String text) {
    try {
      if (text.startsWith(SCHEME) && text.length() > SCHEME.length()) {
        return new UnixSocket(Path.of(text.substring(SCHEME.length())));
      }
      HostPort address = HostPort.parse(text);
      if (address.port() > 0) {
        return new Tcp(address);
      }
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(EXPECTED, e);
    }
    throw new IllegalArgumentException(EXPECTED);
  }

  /** For mistakes. */
  String EXPECTED = "unix:PATH or HOST:PORT, such as 127.0.0.1:29996";
}
