package dev.sluice.common.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sluice's own rule: AWS has no service without credentials. */
class AllowedHostsTest {
  private final AllowedHosts hosts =
      new AllowedHosts(
          new HostPort("Node-1.lan", 39999), List.of("s3.example.org", "store"), "domains");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "127.0.0.1",
        "127.0.0.1:39999",
        "192.168.7.4:80",
        "[::1]",
        "[::1]:39999",
        "[fe80::1%eth0]:80",
        "localhost",
        "LocalHost:39999",
        "node-1.lan:39999",
        "NODE-1.LAN",
        "s3.example.org",
        "photos.s3.example.org:443",
        "a.b.s3.example.org",
        "photos.store"
      })
  void host_isAllowed(String host) {
    assertThat(hosts.allow(host)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rebound.example",
        "rebound.example:39999",
        "localhost.rebound.example",
        "photos.localhost",
        "127.0.0.1.rebound.example",
        "127.0.0.1.",
        "127.1",
        "2130706433",
        "0x7f000001",
        "::1",
        "[rebound.example]",
        "[127.0.0.1]",
        "[::1",
        "[]",
        "@localhost",
        "user@localhost",
        "xs3.example.org",
        "example.org",
        "s3.example.org.rebound.example",
        "photos.node-1.lan",
        " ",
        ":39999",
        "localhost,rebound.example"
      })
  void host_isRefused(String host) {
    assertThat(hosts.allow(host)).isFalse();
  }

  @Test
  void refusal_namesTheHostAndTheSetting() {
    assertThat(hosts.refusal("rebound.example:39999"))
        .isEqualTo(
            "Host: rebound.example:39999 (expected: an IP address, localhost, node-1.lan, or a name"
                + " that is listed in the setting domains, or lies below one)");
    assertThat(
            new AllowedHosts(new HostPort("127.0.0.1", 1), List.of(), "admin-hosts").refusal("x"))
        .isEqualTo(
            "Host: x (expected: an IP address, localhost, or a name that is listed in the setting"
                + " admin-hosts, or lies below one)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"s3.example.org", "store", "node-1"})
  void name_isOne(String text) {
    assertThat(AllowedHosts.isName(text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "S3.example.org", "a..b", "a.", "a:1", "*.example.org", "a_b"})
  void name_isNone(String text) {
    assertThat(AllowedHosts.isName(text)).isFalse();
  }
}
