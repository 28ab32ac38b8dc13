package dev.sluice.integration;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** More and longer documents than a small process has memory for. */
@Timeout(300)
class ManyDocumentsTest {
  private static final int CONNECTIONS = 20;
  private static final int KEYS = 1000;

  /** With its tags a key fills the thousandth part of 8 MiB. */
  private static final String LONG_KEY = "k".repeat(8300);

  @TempDir private Path data;

  @Test
  void longestDocumentsAtOnce_areServedOrToldToSlowDown() throws Exception {
    try (SluiceProcess sluice =
            SluiceProcess.standalone(data)
                .javaOptions("-Xmx128m -XX:+UseSerialGC -XX:+ExitOnOutOfMemoryError")
                .start();
        HttpClient client = HttpClient.newHttpClient()) {
      URI bucket = sluice.s3().resolve("/bucket");
      HttpRequest create =
          HttpRequest.newBuilder(bucket).PUT(HttpRequest.BodyPublishers.noBody()).build();
      assertThat(client.send(create, HttpResponse.BodyHandlers.discarding()).statusCode())
          .isEqualTo(200);
      HttpRequest longest = delete(bucket, document(LONG_KEY));
      HttpRequest small = delete(bucket, document("key"));

      List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
      for (int i = 0; i < CONNECTIONS; i++) {
        answers.add(client.sendAsync(longest, HttpResponse.BodyHandlers.ofString()));
      }
      assertThat(client.send(small, HttpResponse.BodyHandlers.ofString()).statusCode())
          .as("a small document beside them")
          .isEqualTo(200);

      int served = 0;
      for (CompletableFuture<HttpResponse<String>> answer : answers) {
        int status = answer.get().statusCode();
        assertThat(status).as(sluice.stderr()).isIn(200, 503);
        served += status == 200 ? 1 : 0;
      }
      assertThat(served).isPositive();
      assertThat(sluice.isAlive()).isTrue();
      assertThat(sluice.stderr()).doesNotContain("OutOfMemory");
      assertThat(client.send(longest, HttpResponse.BodyHandlers.ofString()).statusCode())
          .isEqualTo(200);
    }
  }

  private static byte[] document(String key) {
    StringBuilder document = new StringBuilder("<Delete>");
    for (int i = 0; i < KEYS; i++) {
      document.append("<Object><Key>").append(key).append(i).append("</Key></Object>");
    }
    byte[] bytes = document.append("</Delete>").toString().getBytes(UTF_8);
    assertThat(bytes).hasSizeLessThan(8 << 20);
    return bytes;
  }

  private static HttpRequest delete(URI bucket, byte[] document) throws Exception {
    byte[] md5 = MessageDigest.getInstance("MD5").digest(document);
    return HttpRequest.newBuilder(URI.create(bucket + "?delete"))
        .header("Content-MD5", Base64.getEncoder().encodeToString(md5))
        .POST(HttpRequest.BodyPublishers.ofByteArray(document))
        .build();
  }
}
