package dev.sluice.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.async.AsyncRequestBody;
import software.amazon.awssdk.core.async.AsyncResponseTransformer;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;
import software.amazon.awssdk.transfer.s3.S3TransferManager;

/**
 * The AWS SDK for Java's asynchronous clients, over Netty and over AWS's common runtime (CRT), each
 * alone and below the transfer manager.
 */
@Timeout(300)
@ExtendWith(ClientServer.Extension.class)
class JavaTransferTest {

  private static final int MEBIBYTE = 1 << 20;

  /** Where both clients begin to cut, in the place of their 8 MiB. */
  private static final int THRESHOLD = 5 * MEBIBYTE;

  private final ClientServer server;

  @TempDir private Path folder;

  JavaTransferTest(ClientServer server) {
    this.server = server;
  }

  /** How an asynchronous client reaches the server. */
  enum Transport {
    NETTY(
        endpoint ->
            S3AsyncClient.builder()
                .endpointOverride(endpoint)
                .region(Region.US_EAST_1)
                .credentialsProvider(ClientServer.CREDENTIALS)
                .forcePathStyle(true)
                .multipartEnabled(true)
                .multipartConfiguration(
                    parts ->
                        parts
                            .thresholdInBytes((long) THRESHOLD)
                            .minimumPartSizeInBytes((long) THRESHOLD))
                .build()),
    CRT(
        endpoint ->
            S3AsyncClient.crtBuilder()
                .endpointOverride(endpoint)
                .region(Region.US_EAST_1)
                .credentialsProvider(ClientServer.CREDENTIALS)
                .forcePathStyle(true)
                .minimumPartSizeInBytes((long) THRESHOLD)
                .thresholdInBytes((long) THRESHOLD)
                .build());

    private final Function<URI, S3AsyncClient> maker;

    Transport(Function<URI, S3AsyncClient> maker) {
      this.maker = maker;
    }

    /** A client, and a bucket for it. */
    private S3AsyncClient client(ClientServer server) {
      S3AsyncClient client = maker.apply(server.endpoint());
      client.createBucket(request -> request.bucket(bucket())).join();
      client.waiter().waitUntilBucketExists(request -> request.bucket(bucket())).join();
      return client;
    }

    private String bucket() {
      return this == NETTY ? "java-netty" : "java-crt";
    }
  }

  @ParameterizedTest
  @EnumSource
  void folder_isUploadedAndDownloaded(Transport transport) throws Exception {
    Path files = ClientFiles.make(folder.resolve("files"), THRESHOLD);
    Path back = folder.resolve("back");
    try (S3AsyncClient client = transport.client(server)) {
      move(client, transport.bucket(), files, back);
    }
    ClientFiles.assertSame(server.bucket(transport.bucket() + "/to"), files);
    ClientFiles.assertSame(back, files);
  }

  /** Moves all files below {@code to/} and back. */
  private static void move(S3AsyncClient client, String bucket, Path from, Path back) {
    try (S3TransferManager transfers = S3TransferManager.builder().s3Client(client).build()) {
      var failedUploads =
          transfers
              .uploadDirectory(request -> request.bucket(bucket).s3Prefix("to").source(from))
              .completionFuture()
              .join()
              .failedTransfers();
      if (!failedUploads.isEmpty()) {
        throw new AssertionError(failedUploads.toString());
      }
      var failedDownloads =
          transfers
              .downloadDirectory(
                  request ->
                      request
                          .bucket(bucket)
                          .listObjectsV2RequestTransformer(list -> list.prefix("to"))
                          .destination(back))
              .completionFuture()
              .join()
              .failedTransfers();
      if (!failedDownloads.isEmpty()) {
        throw new AssertionError(failedDownloads.toString());
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void file_isUploadedCopiedAndDownloaded(Transport transport) throws Exception {
    Path file = folder.resolve("file");
    Files.write(file, random(3 * THRESHOLD + 17));
    String key = "a//key +%41 ünï";
    try (S3AsyncClient client = transport.client(server);
        S3TransferManager transfers = S3TransferManager.builder().s3Client(client).build()) {
      String tag =
          transfers
              .uploadFile(
                  upload ->
                      upload
                          .source(file)
                          .putObjectRequest(put -> put.bucket(transport.bucket()).key(key)))
              .completionFuture()
              .join()
              .response()
              .eTag();
      assertThat(tag).endsWith("-4\"");
      transfers
          .copy(
              copy ->
                  copy.copyObjectRequest(
                      request ->
                          request
                              .sourceBucket(transport.bucket())
                              .sourceKey(key)
                              .destinationBucket(transport.bucket())
                              .destinationKey("copy")))
          .completionFuture()
          .join();
      transfers
          .downloadFile(
              download ->
                  download
                      .destination(folder.resolve("back"))
                      .getObjectRequest(get -> get.bucket(transport.bucket()).key("copy")))
          .completionFuture()
          .join();
      assertThat(Files.mismatch(folder.resolve("back"), file)).isEqualTo(-1);
      assertThat(Files.mismatch(server.bucket(transport.bucket() + "/copy"), file)).isEqualTo(-1);

      client.deleteObject(request -> request.bucket(transport.bucket()).key(key)).join();
      client
          .waiter()
          .waitUntilObjectNotExists(request -> request.bucket(transport.bucket()).key(key))
          .join();
    }
  }

  @ParameterizedTest
  @EnumSource
  void checksum_isVerifiedStoredAndReturned(Transport transport) {
    byte[] bytes = random(300_000);
    try (S3AsyncClient client = transport.client(server)) {
      for (ChecksumAlgorithm algorithm : ChecksumAlgorithm.knownValues()) {
        String key = "checksum/" + algorithm;
        client
            .putObject(
                request -> request.bucket(transport.bucket()).key(key).checksumAlgorithm(algorithm),
                AsyncRequestBody.fromBytes(bytes))
            .join();
        HeadObjectResponse head =
            client
                .headObject(
                    request ->
                        request
                            .bucket(transport.bucket())
                            .key(key)
                            .checksumMode(ChecksumMode.ENABLED))
                .join();
        assertThat(checksum(head, algorithm)).as(key).isNotEmpty();
        ResponseBytes<GetObjectResponse> got =
            client
                .getObject(
                    request ->
                        request
                            .bucket(transport.bucket())
                            .key(key)
                            .checksumMode(ChecksumMode.ENABLED),
                    AsyncResponseTransformer.toBytes())
                .join();
        assertThat(got.asByteArray()).isEqualTo(bytes);
      }
    }
  }

  @Test
  void presignedUrls_putPartsAndGetThem() throws Exception {
    byte[] bytes = random(2 * THRESHOLD);
    Duration valid = Duration.ofMinutes(10);
    String bucket = Transport.NETTY.bucket();
    try (S3AsyncClient client = Transport.NETTY.client(server);
        S3Presigner presigner = S3Clients.presigner(server.endpoint(), ClientServer.CREDENTIALS);
        HttpClient http = HttpClient.newHttpClient()) {
      String id =
          client
              .createMultipartUpload(request -> request.bucket(bucket).key("by url"))
              .join()
              .uploadId();
      List<CompletedPart> parts =
          IntStream.rangeClosed(1, 2)
              .mapToObj(
                  number -> {
                    URI url =
                        URI.create(
                            presigner
                                .presignUploadPart(
                                    presign ->
                                        presign
                                            .signatureDuration(valid)
                                            .uploadPartRequest(
                                                part ->
                                                    part.bucket(bucket)
                                                        .key("by url")
                                                        .uploadId(id)
                                                        .partNumber(number)))
                                .url()
                                .toString());
                    byte[] half =
                        Arrays.copyOfRange(bytes, (number - 1) * THRESHOLD, number * THRESHOLD);
                    HttpResponse<String> answer =
                        http.sendAsync(
                                HttpRequest.newBuilder(url)
                                    .PUT(HttpRequest.BodyPublishers.ofByteArray(half))
                                    .build(),
                                HttpResponse.BodyHandlers.ofString())
                            .join();
                    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
                    return CompletedPart.builder()
                        .partNumber(number)
                        .eTag(answer.headers().firstValue("ETag").orElseThrow())
                        .build();
                  })
              .toList();
      client
          .completeMultipartUpload(
              request ->
                  request
                      .bucket(bucket)
                      .key("by url")
                      .uploadId(id)
                      .multipartUpload(upload -> upload.parts(parts)))
          .join();

      assertThat(server.bucket(bucket + "/by url")).hasBinaryContent(bytes);
    }
  }

  private static String checksum(HeadObjectResponse head, ChecksumAlgorithm algorithm) {
    String checksum =
        switch (algorithm) {
          case CRC32 -> head.checksumCRC32();
          case CRC32_C -> head.checksumCRC32C();
          case CRC64_NVME -> head.checksumCRC64NVME();
          case SHA1 -> head.checksumSHA1();
          case SHA256 -> head.checksumSHA256();
          case UNKNOWN_TO_SDK_VERSION -> "";
        };
    return String.valueOf(checksum).replace("null", "");
  }

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }
}
