package dev.sluice.frontend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.common.config.HostPort;
import dev.sluice.testing.FakeDns;
import java.util.Optional;
import javax.naming.NamingException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Names in DNS, as RFC 1035, 2782 and 3596 have them. */
class AgentLookupTest {
  private static final AgentName HOST = new AgentName.Host("agents.test", 29996);
  private static final AgentName SERVICE = new AgentName.Service("_grpc._tcp.agents.test");

  private final FakeDns dns = new FakeDns();
  private final AgentLookup lookup = new AgentLookup(Optional.of(HostPort.parse(dns.address())));

  @AfterEach
  void close() {
    dns.close();
  }

  private static AgentAddress found(String name, String host, int port) {
    return new AgentAddress.Found(name, new HostPort(host, port));
  }

  @Test
  void eachAddressOfAHost_isAnAgent() throws Exception {
    dns.host("agents.test", "10.0.0.1", "10.0.0.2", "2001:db8::1");

    assertThat(lookup.find(HOST))
        .containsExactlyInAnyOrder(
            found("agents.test", "10.0.0.1", 29996),
            found("agents.test", "10.0.0.2", 29996),
            found("agents.test", "2001:db8::1", 29996));
  }

  @Test
  void eachHostOfAService_isAnAgentAtThePortOfItsRecord() throws Exception {
    dns.service("_grpc._tcp.agents.test", 4000, "one.agents.test", "two.agents.test");
    dns.host("one.agents.test", "10.0.0.1");
    dns.host("two.agents.test", "10.0.0.2");

    assertThat(lookup.find(SERVICE))
        .containsExactlyInAnyOrder(
            found("one.agents.test", "10.0.0.1", 4000), found("two.agents.test", "10.0.0.2", 4000));
  }

  @Test
  void changedAnswer_isSeenAtOnce() throws Exception {
    dns.host("agents.test", "10.0.0.1");
    assertThat(lookup.find(HOST)).containsExactly(found("agents.test", "10.0.0.1", 29996));
    dns.host("agents.test", "10.0.0.2");

    assertThat(lookup.find(HOST)).containsExactly(found("agents.test", "10.0.0.2", 29996));
  }

  @Test
  void nameWithoutAgents_isAFailure() {
    assertThatThrownBy(() -> lookup.find(HOST)).isInstanceOf(NamingException.class);
    dns.host("agents.test");
    assertThatThrownBy(() -> lookup.find(HOST)).hasMessageContaining("no record of the name");
    assertThatThrownBy(() -> lookup.find(SERVICE)).isInstanceOf(NamingException.class);
  }

  @Test
  void serverThatFails_isAFailure() {
    dns.host("agents.test", "10.0.0.1");
    dns.setFailing(true);

    assertThatThrownBy(() -> lookup.find(HOST)).isInstanceOf(NamingException.class);
  }
}
