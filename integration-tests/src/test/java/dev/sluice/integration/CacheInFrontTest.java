package dev.sluice.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testing.Await;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A cache of somebody else's in front, which asks again for what it has: nginx. */
@Timeout(300)
class CacheInFrontTest {
  private static final int ATTEMPTS = 100_000;

  @TempDir private Path folder;

  @Test
  void objectThatIsAskedForAgain_staysWhole() throws Exception {
    Path nginx = OutsideClients.nginx();
    try (HostileServer server = new HostileServer(folder.resolve("data"), Map.of());
        HttpClient client = HttpClient.newHttpClient()) {
      URI sluice = URI.create("http://127.0.0.1:" + server.port());
      put(client, sluice.resolve("/bucket"), "");
      put(client, sluice.resolve("/bucket/key"), "the whole object");
      int port = FreePort.next();
      Process cache = start(nginx, port, server.port());
      try {
        HttpRequest get =
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/bucket/key")).build();
        String state = "";
        for (int attempt = 0; attempt < ATTEMPTS && !state.equals("REVALIDATED"); attempt++) {
          HttpResponse<String> answer = answer(client, get, cache);
          state = answer.headers().firstValue("x-cache").orElse("");
          assertThat(answer.statusCode()).isEqualTo(200);
          assertThat(answer.body()).as(state).isEqualTo("the whole object");
          assertThat(answer.headers().firstValue("cache-control")).hasValue("max-age=1");
        }
        assertThat(state).isEqualTo("REVALIDATED");
        assertThat(answer(client, get, cache).body()).isEqualTo("the whole object");
      } finally {
        cache.destroyForcibly().waitFor();
      }
    }
  }

  private static void put(HttpClient client, URI target, String body)
      throws IOException, InterruptedException {
    HttpRequest put =
        HttpRequest.newBuilder(target)
            .header("Cache-Control", "max-age=1")
            .PUT(BodyPublishers.ofString(body))
            .build();
    assertThat(client.send(put, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
  }

  /** The answer, once the cache listens. */
  private static HttpResponse<String> answer(HttpClient client, HttpRequest get, Process cache)
      throws Exception {
    return Await.until(
            "answer of the cache",
            () -> {
              try {
                return Optional.of(client.send(get, BodyHandlers.ofString()));
              } catch (IOException e) {
                if (!cache.isAlive()) {
                  throw e;
                }
                return Optional.<HttpResponse<String>>empty();
              }
            },
            Optional::isPresent)
        .orElseThrow();
  }

  private Process start(Path nginx, int port, int sluice) throws IOException {
    String configuration =
        """
        daemon off;
        master_process off;
        pid nginx.pid;
        error_log error.log;
        events {}
        http {
          access_log off;
          client_body_temp_path body;
          proxy_temp_path proxy;
          fastcgi_temp_path fastcgi;
          uwsgi_temp_path uwsgi;
          scgi_temp_path scgi;
          proxy_cache_path cache keys_zone=objects:1m;
          server {
            listen 127.0.0.1:%d;
            location / {
              proxy_pass http://127.0.0.1:%d;
              proxy_cache objects;
              proxy_cache_revalidate on;
              add_header X-Cache $upstream_cache_status;
            }
          }
        }
        """
            .formatted(port, sluice);
    Path own = Files.createDirectory(folder.resolve("nginx"));
    Path file = Files.writeString(own.resolve("nginx.conf"), configuration);
    return new ProcessBuilder(
            nginx.toString(),
            "-p",
            own + "/",
            "-e",
            own.resolve("error.log").toString(),
            "-c",
            file.toString())
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("output").toFile())
        .start();
  }
}
