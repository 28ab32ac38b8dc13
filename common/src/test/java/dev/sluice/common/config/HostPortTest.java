package dev.sluice.common.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostPortTest {

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1:39999, 127.0.0.1, 39999",
    "[::1]:0, ::1, 0",
    "[2001:db8::7]:65535, 2001:db8::7, 65535",
    "localhost:80, localhost, 80",
    "node-7.example.org:29996, node-7.example.org, 29996",
    "0.0.0.0:1, 0.0.0.0, 1"
  })
  void parse_takesNamesAndBothKindsOfAddress(String text, String host, int port) {
    assertThat(HostPort.parse(text)).isEqualTo(new HostPort(host, port)).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ":",
        ":80",
        "80",
        "host",
        "host:",
        "host:x",
        "1.2:80",
        "host:-1",
        "host:65536",
        "host:999999",
        "::1:80",
        "[::1]",
        "[::1",
        "[127.0.0.1]:80",
        "[host]:80",
        "a b:80",
        "256.1.1.1:80",
        "http://host:80",
        "host/path:80",
        "a..b:80",
        "-a:80",
        "host:٣"
      })
  void parse_refusesTheRestAndSaysWhatWasExpected(String text) {
    assertThatThrownBy(() -> HostPort.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("HOST:PORT, such as");
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1:1, true",
    "127.8.8.8:1, true",
    "[::1]:1, true",
    "LocalHost:1, true",
    "0.0.0.0:1, false",
    "[::]:1, false",
    "192.168.0.1:1, false",
    "localhost.example.org:1, false"
  })
  void isLoopback_holdsOnlyWhereNobodyElseCanReach(String text, boolean loopback) {
    assertThat(HostPort.parse(text).isLoopback()).isEqualTo(loopback);
  }

  @Property
  void parse_neverFailsOtherwise(@ForAll String text, @ForAll @IntRange(max = 99999) int port) {
    try {
      HostPort parsed = HostPort.parse(text + ":" + port);
      assertThat(HostPort.parse(parsed.toString())).isEqualTo(parsed);
    } catch (IllegalArgumentException e) {
      assertThat(e).hasMessageStartingWith("HOST:PORT");
    }
  }
}
