package dev.sluice.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Headers of answers that have no body (RFC 9110 sections 8.6, 9.3.2 and 15.4.5), byte by byte. */
@Timeout(300)
class BodilessAnswersTest {
  private static final String KEPT =
      String.join(
          "\r\n",
          "Cache-Control: max-age=60",
          "Expires: Thu, 01 Dec 2094 16:00:00 GMT",
          "Content-Language: de",
          "");

  /** Of the answer, not of what it is about. */
  private static final Set<String> OWN = Set.of("date", "x-amz-request-id");

  @TempDir private static Path folder;
  private static HostileServer server;

  @BeforeAll
  static void start() throws IOException {
    server = new HostileServer(folder.resolve("data"), Map.of());
    exchange("PUT /bucket HTTP/1.1\r\n", "Content-Length: 0\r\n", "");
    Answer put = exchange("PUT /bucket/key HTTP/1.1\r\n", KEPT + "Content-Length: 5\r\n", "hello");
    assertThat(put.line()).startsWith("HTTP/1.1 200 ");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private record Answer(String line, Map<String, String> headers, String body) {}

  @ParameterizedTest
  @CsvSource({
    "200, /bucket/key, A: b",
    "206, /bucket/key, Range: bytes=1-2",
    "304, /bucket/key, If-None-Match: *",
    "412, /bucket/key, If-Match: x",
    "416, /bucket/key, Range: bytes=9-",
    "404, /bucket/none, A: b",
    "404, /none/key, A: b",
    "400, /B/key, A: b",
    "400, http:/~/x, A: b",
  })
  void head_hasTheHeadersOfGetAndNoBody(int status, String target, String header)
      throws IOException {
    Answer get = exchange("GET " + target + " HTTP/1.1\r\n", header + "\r\n", "");
    Answer head = exchange("HEAD " + target + " HTTP/1.1\r\n", header + "\r\n", "");

    assertThat(get.line()).startsWith("HTTP/1.1 " + status + " ");
    assertThat(head.line()).isEqualTo(get.line());
    assertThat(comparable(head)).isEqualTo(comparable(get));
    assertThat(head.body()).isEmpty();
    if (status != 304) {
      assertThat(get.body()).hasSize(Integer.parseInt(get.headers().get("content-length")));
    }
  }

  @Test
  void notModified_saysWhatOkSaysToCachesAndNoLength() throws IOException {
    Answer found = exchange("GET /bucket/key HTTP/1.1\r\n", "", "");
    Answer same = exchange("GET /bucket/key HTTP/1.1\r\n", "If-None-Match: *\r\n", "");

    assertThat(same.line()).startsWith("HTTP/1.1 304 ");
    assertThat(same.headers()).doesNotContainKey("content-length");
    for (String name : Set.of("etag", "last-modified", "cache-control", "expires")) {
      assertThat(same.headers()).containsEntry(name, found.headers().get(name));
    }
    assertThat(same.body()).isEmpty();
  }

  @Test
  void noContent_hasNoLength() throws IOException {
    Answer deleted = exchange("DELETE /bucket/none HTTP/1.1\r\n", "", "");

    assertThat(deleted.line()).startsWith("HTTP/1.1 204 ");
    assertThat(deleted.headers()).doesNotContainKey("content-length");
  }

  private static Map<String, String> comparable(Answer answer) {
    Map<String, String> headers = new TreeMap<>(answer.headers());
    headers.keySet().removeAll(OWN);
    return headers;
  }

  private static Answer exchange(String line, String headers, String body) throws IOException {
    try (Socket client = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      String request = line + "Host: localhost\r\nConnection: close\r\n" + headers + "\r\n" + body;
      client.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      String answer =
          new String(client.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
      int end = answer.indexOf("\r\n\r\n");
      Map<String, String> fields = new TreeMap<>();
      String[] lines = answer.substring(0, end).split("\r\n", -1);
      for (int i = 1; i < lines.length; i++) {
        int colon = lines[i].indexOf(':');
        fields.put(
            lines[i].substring(0, colon).toLowerCase(Locale.ROOT),
            lines[i].substring(colon + 1).strip());
      }
      return new Answer(lines[0], fields, answer.substring(end + 4));
    }
  }
}
