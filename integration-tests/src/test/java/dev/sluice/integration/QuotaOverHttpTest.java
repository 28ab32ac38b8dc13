package dev.sluice.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testing.Await;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.Part;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Quotas as clients and operators meet them. Amazon S3 has none; the answer is that of Ceph's
 * object gateway.
 */
@Timeout(300)
class QuotaOverHttpTest {
  private static final String BUCKET = "limited";
  private static final int MEBIBYTE = 1 << 20;
  private static final int WRITERS = 4;

  @TempDir private Path folder;

  private Path data() {
    return folder.resolve("data");
  }

  private void quota(Object... limits) {
    OutsideCommand.of(TestProject.launcher(), "bucket", "quota", BUCKET)
        .with(limits)
        .with("--root", data())
        .environment("SLUICE_JAVA_OPTS", "-Xmx64m")
        .run()
        .good();
  }

  private String counted() {
    return OutsideCommand.of(TestProject.launcher(), "bucket", "usage", BUCKET, "--count")
        .with("--root", data())
        .environment("SLUICE_JAVA_OPTS", "-Xmx64m")
        .run()
        .good()
        .out();
  }

  private static RequestBody bytes(int length) {
    return RequestBody.fromBytes(new byte[length]);
  }

  private static void assertExceeded(ThrowingCallable call) {
    S3Exception refused = Assertions.catchThrowableOfType(S3Exception.class, call);
    assertThat(refused).as("a refusal").isNotNull();
    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(refused.awsErrorDetails().errorCode()).isEqualTo("QuotaExceeded");
  }

  @Test
  void everyWayToStore_isRefusedBeyondTheQuota() throws Exception {
    try (SluiceProcess server = SluiceProcess.standalone(data()).start();
        S3Client client = S3Clients.pathStyle(server.s3())) {
      client.createBucket(request -> request.bucket(BUCKET));
      client.putObject(request -> request.bucket(BUCKET).key("there"), bytes(600_000));
      quota("--bytes", "1MiB", "--objects", "3");
      assertThat(counted())
          .contains("objects: 1", "bytes: 600000", "state: exact", "maxBytes: 1048576");

      assertExceeded(
          () -> client.putObject(request -> request.bucket(BUCKET).key("new"), bytes(500_000)));
      assertExceeded(
          () ->
              client.copyObject(
                  request ->
                      request
                          .sourceBucket(BUCKET)
                          .sourceKey("there")
                          .destinationBucket(BUCKET)
                          .destinationKey("copy")));
      String upload =
          client.createMultipartUpload(request -> request.bucket(BUCKET).key("parts")).uploadId();
      assertExceeded(() -> part(client, upload, 1, 500_000));
      assertExceeded(
          () ->
              client.uploadPartCopy(
                  request ->
                      request
                          .sourceBucket(BUCKET)
                          .sourceKey("there")
                          .destinationBucket(BUCKET)
                          .destinationKey("parts")
                          .partNumber(1)
                          .uploadId(upload)));
      assertThat(form(server, 500_000)).isEqualTo(403);

      CompletedPart part = part(client, upload, 1, 400_000);
      client.completeMultipartUpload(
          request ->
              request
                  .bucket(BUCKET)
                  .key("parts")
                  .uploadId(upload)
                  .multipartUpload(list -> list.parts(part)));
      client.putObject(request -> request.bucket(BUCKET).key("third"), bytes(0));
      assertExceeded(
          () -> client.putObject(request -> request.bucket(BUCKET).key("fourth"), bytes(0)));
      client.deleteObject(request -> request.bucket(BUCKET).key("there"));
      client.putObject(request -> request.bucket(BUCKET).key("new"), bytes(600_000));
      assertThat(metrics(server))
          .contains(
              "sluice_agent_bucket_used_bytes{bucket=\"limited\"} 1000000.0",
              "sluice_agent_bucket_used_objects{bucket=\"limited\"} 3.0",
              "sluice_agent_bucket_quota_bytes{bucket=\"limited\"} 1048576.0",
              "sluice_agent_bucket_quota_objects{bucket=\"limited\"} 3.0",
              "sluice_agent_bucket_uncounted{bucket=\"limited\"} 0.0");
      quota("--bytes", "none", "--objects", "none");
      client.putObject(request -> request.bucket(BUCKET).key("large"), bytes(2 * MEBIBYTE));
      assertThat(metrics(server)).doesNotContain("bucket=\"limited\"");
    }
  }

  private static CompletedPart part(S3Client client, String upload, int number, int length) {
    String tag =
        client
            .uploadPart(
                request -> request.bucket(BUCKET).key("parts").uploadId(upload).partNumber(number),
                bytes(length))
            .eTag();
    return CompletedPart.builder().partNumber(number).eTag(tag).build();
  }

  /** Sends a browser's form with a file of this length; the status of the answer. */
  private static int form(SluiceProcess server, int length) throws IOException {
    String head =
        """
        --edge\r
        Content-Disposition: form-data; name="key"\r
        \r
        form\r
        --edge\r
        Content-Disposition: form-data; name="file"; filename="f"\r
        \r
        """;
    byte[] before = head.getBytes(StandardCharsets.US_ASCII);
    byte[] after = "\r\n--edge--\r\n".getBytes(StandardCharsets.US_ASCII);
    long whole = (long) before.length + length + after.length;
    String type = "Content-Type: multipart/form-data; boundary=edge";
    try (RawHttp http = RawHttp.send(server.s3(), "POST", "/" + BUCKET, whole, type)) {
      return http.body(before).body(new byte[length]).body(after).status();
    }
  }

  @Test
  void declaredLength_isRefusedBeforeTheBody() throws Exception {
    try (SluiceProcess server = SluiceProcess.standalone(data()).start();
        S3Client client = S3Clients.pathStyle(server.s3())) {
      client.createBucket(request -> request.bucket(BUCKET));
      quota("--bytes", "1MiB");
      Path file = Files.write(folder.resolve("file"), new byte[2 * MEBIBYTE]);

      CurlAnswer answer =
          CurlAnswer.of(
              "-T", file, "-H", "Expect: 100-continue", server.s3() + "/" + BUCKET + "/key");

      assertThat(answer.interim()).doesNotContain(100);
      assertThat(answer.status()).isEqualTo(403);
      assertThat(answer.body()).contains("<Code>QuotaExceeded</Code>");
      assertThat(client.listObjectsV2(request -> request.bucket(BUCKET)).keyCount()).isZero();
    }
  }

  @Test
  void killedServer_countsWhatIsThere() throws Exception {
    for (int life = 0; life < 3; life++) {
      try (SluiceProcess server = SluiceProcess.standalone(data()).start();
          S3Client client = S3Clients.pathStyle(server.s3())) {
        if (life == 0) {
          client.createBucket(request -> request.bucket(BUCKET));
          quota("--bytes", "1MiB", "--objects", "60");
        }
        assertCounted(server, client);
        writeUntilKilled(server, client, life);
      }
    }
    try (SluiceProcess server = SluiceProcess.standalone(data()).start();
        S3Client client = S3Clients.pathStyle(server.s3())) {
      assertCounted(server, client);
    }
  }

  private static void writeUntilKilled(SluiceProcess server, S3Client client, int life)
      throws InterruptedException, ExecutionException {
    AtomicInteger done = new AtomicInteger();
    try (ExecutorService threads = Executors.newCachedThreadPool()) {
      List<Future<?>> writers =
          IntStream.range(0, WRITERS)
              .<Future<?>>mapToObj(
                  number ->
                      threads.submit(() -> write(server, client, done, life * WRITERS + number)))
              .toList();
      Await.until("changes under way", () -> done.get() >= 60);
      server.kill();
      for (Future<?> writer : writers) {
        writer.get();
      }
    }
  }

  private static void write(SluiceProcess server, S3Client client, AtomicInteger done, int seed) {
    Random random = new Random(seed);
    while (server.isAlive()) {
      String key = "key-" + random.nextInt(100);
      int length = random.nextInt(60_000);
      try {
        switch (random.nextInt(4)) {
          case 0 -> client.deleteObject(request -> request.bucket(BUCKET).key(key));
          case 1 -> {
            String upload =
                client
                    .createMultipartUpload(request -> request.bucket(BUCKET).key("parts"))
                    .uploadId();
            part(client, upload, 1, length / 10);
          }
          default -> client.putObject(request -> request.bucket(BUCKET).key(key), bytes(length));
        }
      } catch (SdkException e) {
        // Refused, or nobody knows what became of it.
      }
      done.incrementAndGet();
    }
  }

  /** Once it is counted, the usage is what a listing says. */
  private static void assertCounted(SluiceProcess server, S3Client client) throws Exception {
    String counted =
        Await.until(
            "the count",
            () -> metrics(server),
            text -> text.contains("sluice_agent_bucket_uncounted{bucket=\"limited\"} 0.0"));
    List<S3Object> objects = client.listObjectsV2(request -> request.bucket(BUCKET)).contents();
    double bytes = objects.stream().mapToLong(S3Object::size).sum() + partBytes(client);
    assertThat(counted)
        .contains("sluice_agent_bucket_used_objects{bucket=\"limited\"} " + objects.size() + ".0")
        .contains("sluice_agent_bucket_used_bytes{bucket=\"limited\"} " + bytes);
  }

  private static long partBytes(S3Client client) {
    long bytes = 0;
    for (MultipartUpload upload :
        client.listMultipartUploads(request -> request.bucket(BUCKET)).uploads()) {
      bytes +=
          client
              .listParts(
                  request -> request.bucket(BUCKET).key(upload.key()).uploadId(upload.uploadId()))
              .parts()
              .stream()
              .mapToLong(Part::size)
              .sum();
    }
    return bytes;
  }

  private static String metrics(SluiceProcess server) throws IOException, InterruptedException {
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpRequest request = HttpRequest.newBuilder(server.admin("/metrics")).build();
      return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }
  }
}
