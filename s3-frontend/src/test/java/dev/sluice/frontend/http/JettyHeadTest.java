package dev.sluice.frontend.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.frontend.s3.HeaderText;
import dev.sluice.frontend.s3.RequestHead;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.LocalConnector;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Jetty hands over is what was sent, byte by byte. */
class JettyHeadTest {
  private final Server server = new Server();
  private final AtomicReference<RequestHead> seen = new AtomicReference<>();
  private LocalConnector connector = new LocalConnector(server);

  @BeforeEach
  void start() throws Exception {
    HttpConfiguration configuration = new HttpConfiguration();
    configuration.setUriCompliance(UriCompliance.UNSAFE);
    connector =
        new LocalConnector(
            server,
            new RawPathConnectionFactory(
                configuration, Duration.ofMinutes(1), LingerLimits.STANDARD));
    server.addConnector(connector);
    server.setHandler(
        new Handler.Abstract() {
          @Override
          public boolean handle(Request request, Response response, Callback callback) {
            seen.set(JettyHead.of(request));
            String value = Objects.requireNonNull(seen.get()).header("x-amz-meta-a");
            if (value != null) {
              response
                  .getHeaders()
                  .put("x-amz-meta-a", HeaderText.toWire(HeaderText.fromWire(value)));
            }
            callback.succeeded();
            return true;
          }
        });
    server.start();
  }

  @AfterEach
  void stop() throws Exception {
    server.stop();
  }

  private String answer(String target, String header) throws Exception {
    String text = "GET " + target + " HTTP/1.1\r\nHost: h:1\r\n" + header + "\r\n\r\n";
    ByteBuffer answer =
        connector.getResponse(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    return StandardCharsets.UTF_8.decode(answer).toString();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/b//a/../%2e%2F;p=1/x+y~z",
        "//b",
        "/../../a",
        "/b/../../../a",
        "/b/%00",
        "/b/%",
        "/b/%zz",
        "/b/%FF%c0%af",
        "/b/é😀",
        "/b/a|b^{}\\`",
        "/b/..;/c",
      })
  void path_isAsSent(String path) throws Exception {
    answer(path + "?q=%2F%zz&uploads", "a: b");
    assertThat(Objects.requireNonNull(seen.get()).rawPath()).isEqualTo(path);
    assertThat(Objects.requireNonNull(seen.get()).query().sent()).isEqualTo("q=%2F%zz&uploads");
    assertThat(Objects.requireNonNull(seen.get()).host()).isEqualTo("h:1");
  }

  @Test
  void absoluteAddress_hasItsPath() throws Exception {
    answer("http://h:1/b/../../%00?q", "a: b");
    assertThat(Objects.requireNonNull(seen.get()).rawPath()).isEqualTo("/b/../../%00");
  }

  /** RFC 9112 section 3.2: what is no target is 400; nothing of it is our fault. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "http:/~/x",
        "http:~",
        "http:",
        "http://",
        "http:///x",
        "https:/x",
        "ftp://h:1/x",
        "file:///etc/passwd",
        "h:1",
        "b/~zz",
        "~",
        "~/x",
        "?q",
        "%2Fb",
        "mailto:a@b",
        "**",
        "*/x",
        "[::1]",
        "/b/k?a#b",
        "http://h:1/b?a#b",
        "http://h:1#b?x#y",
      })
  void targetOfNoForm_isRefused(String target) throws Exception {
    assertThat(answer(target, "a: b")).startsWith("HTTP/1.1 400 ");
    assertThat(seen.get()).isNull();
  }

  @Test
  void absoluteAddressWithoutPath_keepsItsQuery() throws Exception {
    answer("http://h:1?prefix=/a%20b/~", "a: b");
    assertThat(Objects.requireNonNull(seen.get()).rawPath()).isEqualTo("/");
    assertThat(Objects.requireNonNull(seen.get()).query().sent()).isEqualTo("prefix=/a%20b/~");
  }

  @Test
  void anyTarget_isReadOrRefused() throws Exception {
    List<String> pieces =
        List.of(
            "http:", "HTTPS://", "/", "//", "~", "~41", "%", "%2F", "?", "#", ":", "@", "*", "h:1");
    Random random = new Random(7);
    for (int i = 0; i < 1000; i++) {
      StringBuilder target = new StringBuilder();
      for (int piece = random.nextInt(1, 7); piece > 0; piece--) {
        target.append(pieces.get(random.nextInt(pieces.size())));
      }
      assertThat(answer(target.toString(), "a: b"))
          .as(target.toString())
          .matches("(?s)HTTP/1.1 (200|400) .*");
    }
  }

  @Property
  void everyPath_isRestored(@ForAll @CharRange(from = ' ', to = '~') String text) {
    String path = "/" + text.replace('?', '!');
    assertThat(PathGuard.restore(PathGuard.tame(path))).isEqualTo(path);
    assertThat(PathGuard.tame(path)).matches("[A-Za-z0-9/_~-]*");
  }

  @Test
  void headerBeyondAscii_isBytesBothWays() throws Exception {
    String answer = answer("/", "x-amz-meta-a: café 😀");
    assertThat(
            HeaderText.fromWire(
                String.valueOf(Objects.requireNonNull(seen.get()).header("x-amz-meta-a"))))
        .isEqualTo("café 😀");
    assertThat(answer).contains("x-amz-meta-a: café 😀\r\n");
  }
}
