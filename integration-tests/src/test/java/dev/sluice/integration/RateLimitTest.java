package dev.sluice.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** Limits of requests and bytes a second, against real clients. The limits are ours, not AWS's. */
@Timeout(180)
class RateLimitTest {
  private static final String HOST = "Host: localhost\r\n";
  private static final int REQUESTS = 30;
  private static final int MANY_ATTEMPTS = 10;
  private static final int BODY = 3 << 20;

  @TempDir private Path folder;

  @Test
  void requestBeyondTheRate_isRefusedBeforeItsBody() throws Exception {
    try (SluiceProcess server = server("--maximum-request-rate", "1");
        HostileClient client = new HostileClient(server.s3().getPort())) {
      client.send("PUT /bucket HTTP/1.1\r\n" + HOST + "Content-Length: 0\r\n\r\n");
      assertThat(client.answer().status()).isEqualTo(200);
      HostileClient.Answer refusal = new HostileClient.Answer(0, "", "");
      while (refusal.status() != 503) {
        try (HostileClient next = new HostileClient(server.s3().getPort())) {
          next.send("PUT /bucket/key HTTP/1.1\r\n" + HOST + "Content-Length: 1\r\n\r\n");
          // Where it is let in after all, because a second has passed, it needs its byte.
          refusal = next.end().answer();
        }
      }
      assertThat(refusal.toString()).isEqualTo("503 SlowDown");
      assertThat(refusal.header("Retry-After")).isEqualTo("1");
      assertThat(measured(server, "sluice_s3_rate_refused_total")).isPositive();
    }
  }

  @Test
  void healthAndMetrics_areNotLimited() throws Exception {
    try (SluiceProcess server = server("--maximum-request-rate", "1")) {
      for (int i = 0; i < 10; i++) {
        assertThat(CurlAnswer.of(server.s3() + "/-/health").status()).isEqualTo(200);
        assertThat(CurlAnswer.of(server.admin("/metrics").toString()).status()).isEqualTo(200);
      }
      assertThat(measured(server, "sluice_s3_rate_refused_total")).isZero();
    }
  }

  @Test
  void clientThatRetries_seesNoError() throws Exception {
    try (SluiceProcess server = server("--maximum-request-rate", "4");
        S3Client client = retrying(server)) {
      client.createBucket(bucket -> bucket.bucket("bucket"));
      for (int i = 0; i < REQUESTS; i++) {
        String key = "key " + i;
        client.putObject(put -> put.bucket("bucket").key(key), RequestBody.fromString(key));
      }
      assertThat(client.listObjectsV2(list -> list.bucket("bucket")).keyCount())
          .isEqualTo(REQUESTS);
      assertThat(measured(server, "sluice_s3_rate_refused_total")).isPositive();
    }
  }

  @Test
  void bodyBeyondTheRate_arrivesWhole() throws Exception {
    byte[] body = "0123456789abcdef".repeat(BODY / 16).getBytes(StandardCharsets.US_ASCII);
    try (SluiceProcess server = server("--maximum-byte-rate", "2MiB");
        S3Client client = retrying(server)) {
      client.createBucket(bucket -> bucket.bucket("bucket"));
      client.putObject(put -> put.bucket("bucket").key("key"), RequestBody.fromBytes(body));
      assertThat(client.getObjectAsBytes(get -> get.bucket("bucket").key("key")).asByteArray())
          .isEqualTo(body);
      assertThat(measured(server, "sluice_s3_rate_delayed_milliseconds_total")).isPositive();
    }
  }

  private SluiceProcess server(String... limits) throws Exception {
    return SluiceProcess.standalone(folder.resolve("data")).with((Object[]) limits).start();
  }

  private static S3Client retrying(SluiceProcess server) {
    return S3Clients.builder(server.s3())
        .forcePathStyle(true)
        .overrideConfiguration(
            settings ->
                settings.retryStrategy(
                    AwsRetryStrategy.standardRetryStrategy().toBuilder()
                        .maxAttempts(MANY_ATTEMPTS)
                        .build()))
        .build();
  }

  private static double measured(SluiceProcess server, String name) {
    Matcher line =
        Pattern.compile("(?m)^" + name + " ([0-9.E+-]++)$")
            .matcher(CurlAnswer.of(server.admin("/metrics").toString()).body());
    assertThat(line.find()).isTrue();
    return Double.parseDouble(line.group(1));
  }
}
