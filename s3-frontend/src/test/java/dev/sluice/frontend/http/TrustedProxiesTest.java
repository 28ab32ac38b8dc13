package dev.sluice.frontend.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.LocalConnector;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is believed of X-Forwarded-*. Jetty's local connector is a peer at 0.0.0.0. */
class TrustedProxiesTest {

  @Test
  void nobodyIsTrusted_unlessNamed() throws Exception {
    assertThat(sender(List.of(), "X-Forwarded-For: 9.9.9.9", "X-Forwarded-Proto: https"))
        .isEqualTo("0.0.0.0 http");
    assertThat(sender(List.of("10.0.0.0/8"), "X-Forwarded-For: 9.9.9.9")).startsWith("0.0.0.0 ");
  }

  @Test
  void trustedProxy_namesClientAndScheme() throws Exception {
    assertThat(sender(List.of("0.0.0.0"), "X-Forwarded-For: 9.9.9.9", "X-Forwarded-Proto: HTTPS"))
        .isEqualTo("9.9.9.9 https");
    assertThat(sender(List.of("0.0.0.0"), "X-Forwarded-For: [2001:db8::1]:4711"))
        .isEqualTo("2001:db8:0:0:0:0:0:1 http");
    assertThat(sender(List.of("0.0.0.0"), "X-Forwarded-For: 9.9.9.9:80")).startsWith("9.9.9.9 ");
  }

  /** Whoever invents a first entry is found out by the proxy that appends the true one. */
  @Test
  void entriesBeforeTheFirstStranger_doNotCount() throws Exception {
    List<String> trusted = List.of("0.0.0.0", "10.0.0.0/8");
    assertThat(sender(trusted, "X-Forwarded-For: 1.1.1.1, 9.9.9.9, 10.2.3.4"))
        .startsWith("9.9.9.9 ");
    assertThat(sender(trusted, "X-Forwarded-For: 1.1.1.1", "X-Forwarded-For: 9.9.9.9"))
        .startsWith("9.9.9.9 ");
    assertThat(sender(trusted, "X-Forwarded-For: 10.1.1.1, 10.2.3.4")).startsWith("10.1.1.1 ");
  }

  @Test
  void whatIsNoAddress_endsTheSearch() throws Exception {
    List<String> trusted = List.of("0.0.0.0", "10.0.0.0/8");
    assertThat(sender(trusted, "X-Forwarded-For: 9.9.9.9, localhost, 10.2.3.4"))
        .startsWith("10.2.3.4 ");
    assertThat(sender(trusted, "X-Forwarded-For: unknown", "X-Forwarded-Proto: gopher"))
        .isEqualTo("0.0.0.0 http");
    assertThat(sender(trusted, "X-Forwarded-For: " + "10.0.0.1, ".repeat(500) + "10.0.0.2"))
        .startsWith("10.0.0.1 ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "host.test", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0/8", "::/129", "/8"})
  void range_isRefusedUnlessItIsOne(String text) {
    assertThatThrownBy(() -> AddressRange.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("an IP address or a network such as");
  }

  private static String sender(List<String> trusted, String... headers) throws Exception {
    TrustedProxies proxies = new TrustedProxies(trusted.stream().map(AddressRange::parse).toList());
    Server server = new Server();
    LocalConnector connector = new LocalConnector(server);
    server.addConnector(connector);
    server.setHandler(
        new Handler.Abstract() {
          @Override
          public boolean handle(Request request, Response response, Callback callback) {
            Sender sender = proxies.senderOf(request);
            response.getHeaders().put("Sender", sender.address() + " " + sender.scheme());
            callback.succeeded();
            return true;
          }
        });
    server.start();
    try {
      String answer =
          connector.getResponse(
              "GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n"
                  + String.join("\r\n", headers)
                  + "\r\n\r\n");
      return Stream.of(answer.split("\r\n"))
          .filter(line -> line.startsWith("Sender: "))
          .map(line -> line.substring(8))
          .findFirst()
          .orElseThrow();
    } finally {
      server.stop();
    }
  }
}
