package dev.sluice.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.common.rpc.BufferPool;
import dev.sluice.testing.Await;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** More than there is room for: who comes too late is told so, and whoever was there is served. */
@Timeout(180)
class OverloadTest {
  private static final String HOST = "Host: localhost\r\n";
  private static final int BODY = 200_000;
  private static final int CONNECTIONS = 3;

  @TempDir private Path folder;

  /** Of one large and one small buffer. */
  private final BufferPool buffers = new BufferPool(1, Duration.ofSeconds(3));

  private HostileServer server;

  @BeforeEach
  void start() throws IOException {
    server =
        new HostileServer(
            folder.resolve("data"),
            Map.of("maximum-connections", Integer.toString(CONNECTIONS)),
            buffers);
    try (HostileClient client = client()) {
      client.send("PUT /bucket HTTP/1.1\r\n" + HOST + "Content-Length: 0\r\n\r\n");
      assertThat(client.answer().status()).isEqualTo(200);
    }
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void bodyWithoutMemory_isRefusedWithSlowDown() throws IOException {
    try (HostileClient first = client();
        HostileClient second = client();
        HostileClient third = client()) {
      begin(first, "first");
      begin(second, "second");
      awaitUsed(buffers.budget());

      HostileClient.Answer refusal = put(third, "third").answer();

      assertThat(refusal.toString()).isEqualTo("503 SlowDown");
      assertThat(refusal.head()).contains("Retry-After: 1\r\n");
      finish(first);
      finish(second);
      awaitUsed(0);
    }
    try (HostileClient again = client()) {
      assertThat(put(again, "third").answer().status()).isEqualTo(200);
    }
    assertThat(server.storage()).anyMatch(line -> line.endsWith("third " + BODY));
  }

  @Test
  void connectionBeyondTheLimit_waitsForOneToEnd() throws IOException {
    try (HostileClient first = client();
        HostileClient second = client();
        HostileClient third = client()) {
      for (HostileClient client : List.of(first, second, third)) {
        assertThat(list(client).answer().status()).isEqualTo(200);
      }
      try (HostileClient fourth = client()) {
        list(fourth);
        for (int i = 0; i < 20; i++) {
          assertThat(list(third).answer().status()).isEqualTo(200);
        }
        assertThat(fourth.hasAnswer()).isFalse();

        first.end();

        assertThat(fourth.answer().status()).isEqualTo(200);
      }
    }
  }

  private HostileClient client() throws IOException {
    return new HostileClient(server.port());
  }

  private static HostileClient list(HostileClient client) {
    return client.send("GET / HTTP/1.1\r\n" + HOST + "\r\n");
  }

  private static void begin(HostileClient client, String key) {
    client.send(
        "PUT /bucket/" + key + " HTTP/1.1\r\n" + HOST + "Content-Length: " + BODY + "\r\n\r\nx");
  }

  private static void finish(HostileClient client) {
    client.send("x".repeat(BODY - 1));
    assertThat(client.answer().status()).isEqualTo(200);
  }

  private static HostileClient put(HostileClient client, String key) {
    begin(client, key);
    return client.send("x".repeat(BODY - 1));
  }

  private void awaitUsed(long bytes) {
    Await.until("bytes of buffers in use", buffers::inUse, inUse -> inUse == bytes);
  }
}
