package dev.sluice.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/**
 * URLs that carry their signature, made by the AWS SDK for Java. Asserts AWS's behaviour:
 * "Authenticating Requests: Using Query Parameters (AWS Signature Version 4)",
 * AmazonS3/latest/API/sigv4-query-string-auth.html.
 */
@Timeout(120)
class PresignedTest {

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @TempDir private static Path folder;

  private static SluiceProcess server;

  @BeforeAll
  static void start() {
    server =
        SluiceProcess.standalone(folder.resolve("data"))
            .environment("SLUICE_ACCESS_KEY", S3Clients.ACCESS_KEY)
            .environment("SLUICE_SECRET_KEY", S3Clients.SECRET_KEY)
            .start();
    try (S3Client s3 = S3Clients.pathStyle(server.s3())) {
      s3.createBucket(request -> request.bucket("presigned"));
    }
  }

  @AfterAll
  static void stop() {
    HTTP.close();
    if (server != null) {
      server.close();
    }
  }

  @Test
  void url_letsItsBearerPutAndGet() throws Exception {
    try (S3Presigner presigner = S3Clients.presigner(server.s3(), S3Clients.TESTER)) {
      URI put =
          presigner
              .presignPutObject(
                  request ->
                      request
                          .signatureDuration(Duration.ofMinutes(5))
                          .putObjectRequest(put1 -> put1.bucket("presigned").key("a b/ü")))
              .url()
              .toURI();
      assertThat(send(put, request -> request.PUT(BodyPublishers.ofString("text"))).statusCode())
          .isEqualTo(200);

      HttpResponse<String> got = send(get(presigner, "a b/ü"), HttpRequest.Builder::GET);
      assertThat(got.statusCode()).isEqualTo(200);
      assertThat(got.body()).isEqualTo("text");
    }
  }

  @Test
  void url_isGoodForWhatItNamesOnly() throws Exception {
    try (S3Presigner presigner = S3Clients.presigner(server.s3(), S3Clients.TESTER)) {
      URI url = get(presigner, "one");

      URI other = URI.create(url.toString().replace("/one?", "/two?"));
      assertThat(send(other, HttpRequest.Builder::GET).body())
          .contains("<Code>SignatureDoesNotMatch</Code>");
      assertThat(send(url, HttpRequest.Builder::DELETE).statusCode()).isEqualTo(403);
    }
  }

  @Test
  void url_thatExpiredIsRefused() throws Exception {
    AwsCredentialsProvider credentials = S3Clients.TESTER;
    URI expired =
        V4Presigned.get(
            server.s3().resolve("/presigned/key"),
            credentials.resolveCredentials(),
            Clock.fixed(Instant.now().minus(Duration.ofMinutes(10)), ZoneOffset.UTC),
            Duration.ofMinutes(5));

    HttpResponse<String> refused = send(expired, HttpRequest.Builder::GET);

    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(refused.body()).contains("<Code>AccessDenied</Code>").contains("expired");
  }

  @Test
  void anonymous_isRefused() throws Exception {
    HttpResponse<String> refused =
        send(server.s3().resolve("/presigned/key"), HttpRequest.Builder::GET);

    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(refused.body()).contains("<Code>AccessDenied</Code>");
  }

  private static URI get(S3Presigner presigner, String key) throws Exception {
    return presigner
        .presignGetObject(
            request ->
                request
                    .signatureDuration(Duration.ofMinutes(5))
                    .getObjectRequest(get -> get.bucket("presigned").key(key)))
        .url()
        .toURI();
  }

  private static HttpResponse<String> send(URI url, Consumer<HttpRequest.Builder> method)
      throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(url).timeout(Duration.ofSeconds(30));
    method.accept(request);
    return HTTP.send(request.build(), BodyHandlers.ofString());
  }
}
