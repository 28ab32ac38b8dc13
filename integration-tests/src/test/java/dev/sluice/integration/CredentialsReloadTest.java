package dev.sluice.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testing.Await;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** A credentials file that is changed, broken and repaired while requests are served. */
@Timeout(180)
class CredentialsReloadTest {

  private static final String ALICE =
      """
      identities:
        - access-key: AKALICE
          secret-key: alice-secret
          grants: [{actions: ["s3:*"], resources: ["*"]}]
      """;
  private static final String ALICE_AND_BOB =
      ALICE
          + """
            - access-key: AKBOB
              secret-key: bobs-secret
              grants: [{actions: ["s3:GetObject"], resources: [bucket]}]
          """;

  @TempDir private Path folder;

  @Test
  void changedFile_isTakenOverWithoutDroppingARequest() throws Exception {
    Path file = Files.writeString(folder.resolve("credentials.yaml"), ALICE);
    try (SluiceProcess server =
            SluiceProcess.standalone(folder.resolve("data")).with("--credentials", file).start();
        S3Client alice = client(server.s3(), "AKALICE", "alice-secret");
        S3Client bob = client(server.s3(), "AKBOB", "bobs-secret");
        ExecutorService load = Executors.newSingleThreadExecutor()) {
      alice.createBucket(request -> request.bucket("bucket"));
      alice.putObject(
          request -> request.bucket("bucket").key("key"), RequestBody.fromString("text"));
      AtomicBoolean enough = new AtomicBoolean();
      Future<Integer> served = load.submit(reads(alice, enough));

      assertThat(codeOf(bob)).isEqualTo("InvalidAccessKeyId");
      replace(file, ALICE_AND_BOB);
      Await.until("answer to bob", () -> codeOf(bob), "200"::equals);

      replace(file, "identities: [broken");
      Await.until(
          "metrics",
          () -> metrics(server),
          text -> text.contains("sluice_s3_credentials_refused 1.0"));
      assertThat(codeOf(bob)).isEqualTo("200");

      replace(file, ALICE);
      Await.until("answer to bob", () -> codeOf(bob), "InvalidAccessKeyId"::equals);
      assertThat(metrics(server)).contains("sluice_s3_credentials_refused 0.0");

      enough.set(true);
      assertThat(served.get()).isPositive();
    }
  }

  /** Reads until told, and fails with the first request that fails. */
  private static Callable<Integer> reads(S3Client client, AtomicBoolean enough) {
    return () -> {
      int count = 0;
      while (!enough.get()) {
        client.getObjectAsBytes(request -> request.bucket("bucket").key("key"));
        count++;
      }
      return count;
    };
  }

  private static void replace(Path file, String text) throws IOException {
    Path next = Files.writeString(file.resolveSibling("next"), text);
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private static String codeOf(S3Client client) {
    try {
      client.getObjectAsBytes(request -> request.bucket("bucket").key("key"));
      return "200";
    } catch (S3Exception e) {
      return e.awsErrorDetails().errorCode();
    }
  }

  private static String metrics(SluiceProcess server) throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      URI metrics = server.admin("/metrics");
      return http.send(HttpRequest.newBuilder(metrics).build(), BodyHandlers.ofString()).body();
    }
  }

  private static S3Client client(URI server, String accessKey, String secretKey) {
    return S3Clients.builder(server)
        .forcePathStyle(true)
        .credentialsProvider(S3Clients.credentials(accessKey, secretKey))
        .build();
  }
}
