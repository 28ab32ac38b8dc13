package dev.sluice.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.zip.CRC32C;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.ChecksumType;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.GetObjectAttributesResponse;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.MetadataDirective;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.ObjectAttributes;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/** Asserts AWS's behaviour: AmazonS3/latest/API/API_PutObject.html and the pages beside it. */
@Timeout(120)
class JavaSdkTest {
  private static final int MEBIBYTE = 1 << 20;
  private static final String BUCKET = "java-sdk";

  @TempDir private static Path folder;

  private static SluiceProcess server;
  private static S3Client s3;

  @BeforeAll
  static void start() {
    server =
        SluiceProcess.standalone(folder.resolve("data"))
            .with("--domains", S3Clients.DOMAIN)
            .environment("SLUICE_ACCESS_KEY", S3Clients.ACCESS_KEY)
            .environment("SLUICE_SECRET_KEY", S3Clients.SECRET_KEY)
            .start();
    s3 = S3Clients.pathStyle(server.s3());
    s3.createBucket(request -> request.bucket(BUCKET));
  }

  @AfterAll
  static void stop() {
    if (s3 != null) {
      s3.close();
    }
    if (server != null) {
      server.close();
    }
  }

  @Test
  void bucket_isMadeFoundAndDeleted() {
    s3.createBucket(request -> request.bucket("short-lived"));

    s3.headBucket(request -> request.bucket("short-lived"));
    assertThat(s3.listBuckets().buckets()).anyMatch(bucket -> bucket.name().equals("short-lived"));
    // As in us-east-1: making one's own bucket again succeeds.
    s3.createBucket(request -> request.bucket("short-lived"));
    assertThat(s3.getBucketVersioning(request -> request.bucket("short-lived")).status()).isNull();

    s3.deleteBucket(request -> request.bucket("short-lived"));
    assertThatThrownBy(() -> s3.listObjectsV2(request -> request.bucket("short-lived")))
        .isInstanceOf(NoSuchBucketException.class);
  }

  @Test
  void object_comesBackWithItsHeadersAndMetadata() throws Exception {
    byte[] bytes = random(3 * MEBIBYTE + 1);

    PutObjectResponse put =
        s3.putObject(
            request ->
                request
                    .bucket(BUCKET)
                    .key("folder/a b+c/ü%.bin")
                    .contentType("text/x-of-tests")
                    .cacheControl("no-cache")
                    .contentDisposition("attachment")
                    .contentLanguage("de")
                    .metadata(Map.of("Plain", "value", "umlaut", "=?UTF-8?B?w7w=?=")),
            RequestBody.fromBytes(bytes));

    assertThat(Files.readAllBytes(folder.resolve("data/java-sdk/folder/a b+c/ü%.bin")))
        .isEqualTo(bytes);
    ResponseBytes<GetObjectResponse> got =
        s3.getObjectAsBytes(request -> request.bucket(BUCKET).key("folder/a b+c/ü%.bin"));
    assertThat(got.asByteArray()).isEqualTo(bytes);
    GetObjectResponse answer = got.response();
    assertThat(answer.eTag()).isEqualTo(put.eTag());
    assertThat(answer.contentType()).isEqualTo("text/x-of-tests");
    assertThat(answer.cacheControl()).isEqualTo("no-cache");
    assertThat(answer.contentDisposition()).isEqualTo("attachment");
    assertThat(answer.contentLanguage()).isEqualTo("de");
    assertThat(answer.metadata()).containsEntry("plain", "value").containsKey("umlaut");
    assertThat(answer.lastModified()).isBetween(Instant.now().minusSeconds(300), Instant.now());
    HeadObjectResponse head =
        s3.headObject(request -> request.bucket(BUCKET).key("folder/a b+c/ü%.bin"));
    assertThat(head.contentLength()).isEqualTo(bytes.length);
    assertThat(head.metadata()).isEqualTo(answer.metadata());
  }

  @ParameterizedTest
  @EnumSource(
      value = ChecksumAlgorithm.class,
      // Its implementation in the SDK is a native library of its own; raw HTTP tests send it.
      names = {"CRC64_NVME", "UNKNOWN_TO_SDK_VERSION"},
      mode = EnumSource.Mode.EXCLUDE)
  void checksum_isVerifiedStoredAndReturned(ChecksumAlgorithm algorithm) {
    String key = "checksum/" + algorithm;
    byte[] bytes = random(300_000);

    PutObjectResponse put =
        s3.putObject(
            request -> request.bucket(BUCKET).key(key).checksumAlgorithm(algorithm),
            RequestBody.fromBytes(bytes));

    HeadObjectResponse head =
        s3.headObject(
            request -> request.bucket(BUCKET).key(key).checksumMode(ChecksumMode.ENABLED));
    assertThat(
            List.of(
                String.valueOf(head.checksumCRC32()),
                String.valueOf(head.checksumCRC32C()),
                String.valueOf(head.checksumSHA1()),
                String.valueOf(head.checksumSHA256())))
        .isEqualTo(
            List.of(
                String.valueOf(put.checksumCRC32()),
                String.valueOf(put.checksumCRC32C()),
                String.valueOf(put.checksumSHA1()),
                String.valueOf(put.checksumSHA256())))
        .anyMatch(value -> !value.equals("null"));
    ResponseBytes<GetObjectResponse> got =
        s3.getObjectAsBytes(
            request -> request.bucket(BUCKET).key(key).checksumMode(ChecksumMode.ENABLED));
    assertThat(got.asByteArray()).isEqualTo(bytes);
  }

  @Test
  void checksum_thatDiffersStoresNothing() {
    assertThatThrownBy(
            () ->
                s3.putObject(
                    request ->
                        request
                            .bucket(BUCKET)
                            .key("differs")
                            .checksumSHA256(Base64.getEncoder().encodeToString(new byte[32])),
                    RequestBody.fromString("text")))
        .satisfies(failure -> assertCode(failure, "BadDigest"));
    assertThatThrownBy(
            () ->
                s3.putObject(
                    request ->
                        request
                            .bucket(BUCKET)
                            .key("differs")
                            .contentMD5(Base64.getEncoder().encodeToString(new byte[16])),
                    RequestBody.fromString("text")))
        .satisfies(failure -> assertCode(failure, "BadDigest"));

    assertAbsent("differs");
  }

  @Test
  void put_goesWithAndWithoutChunkedEncoding() {
    byte[] bytes = random(2 * MEBIBYTE);
    for (boolean chunked : new boolean[] {true, false}) {
      try (S3Client client =
          S3Clients.builder(server.s3())
              .forcePathStyle(true)
              .serviceConfiguration(
                  S3Configuration.builder().chunkedEncodingEnabled(chunked).build())
              .build()) {
        String key = "chunked/" + chunked;
        client.putObject(request -> request.bucket(BUCKET).key(key), RequestBody.fromBytes(bytes));
        assertThat(get(key)).isEqualTo(bytes);
      }
    }
  }

  @Test
  void range_givesItsBytesOnly() {
    put("range", "0123456789");

    ResponseBytes<GetObjectResponse> middle = range("range", "bytes=2-4");
    assertThat(middle.asUtf8String()).isEqualTo("234");
    assertThat(middle.response().contentRange()).isEqualTo("bytes 2-4/10");
    assertThat(range("range", "bytes=-3").asUtf8String()).isEqualTo("789");
    assertThat(range("range", "bytes=8-100").asUtf8String()).isEqualTo("89");
    assertThatThrownBy(() -> range("range", "bytes=10-"))
        .satisfies(failure -> assertCode(failure, "InvalidRange"));
  }

  @Test
  void conditions_areDecidedByTheServer() {
    String etag = put("conditions", "one").eTag();

    assertThatThrownBy(
            () ->
                s3.getObjectAsBytes(
                    request -> request.bucket(BUCKET).key("conditions").ifNoneMatch(etag)))
        .extracting(failure -> ((S3Exception) failure).statusCode())
        .isEqualTo(304);
    assertThatThrownBy(
            () ->
                s3.getObjectAsBytes(
                    request -> request.bucket(BUCKET).key("conditions").ifMatch("\"other\"")))
        .satisfies(failure -> assertCode(failure, "PreconditionFailed"));
    assertThatThrownBy(
            () ->
                s3.putObject(
                    request -> request.bucket(BUCKET).key("conditions").ifNoneMatch("*"),
                    RequestBody.fromString("two")))
        .satisfies(failure -> assertCode(failure, "PreconditionFailed"));
    s3.putObject(
        request -> request.bucket(BUCKET).key("conditions").ifMatch(etag),
        RequestBody.fromString("three"));
    assertThat(get("conditions")).asString(StandardCharsets.UTF_8).isEqualTo("three");
    assertThatThrownBy(
            () ->
                s3.putObject(
                    request -> request.bucket(BUCKET).key("conditions").ifMatch(etag),
                    RequestBody.fromString("four")))
        .satisfies(failure -> assertCode(failure, "PreconditionFailed"));
  }

  @Test
  void listing_pagesThroughBothVersions() {
    s3.createBucket(request -> request.bucket("java-sdk-list"));
    List<String> keys = List.of("a", "a-b", "a/b", "a/c", "a0", "b//c", "b/d/e", "ä");
    for (String key : keys) {
      s3.putObject(
          request -> request.bucket("java-sdk-list").key(key), RequestBody.fromString(key));
    }

    assertThat(
            s3
                .listObjectsV2Paginator(request -> request.bucket("java-sdk-list").maxKeys(3))
                .contents()
                .stream()
                .map(S3Object::key))
        .isEqualTo(keys);
    assertThat(
            s3
                .listObjects(request -> request.bucket("java-sdk-list").marker("a/b"))
                .contents()
                .stream()
                .map(S3Object::key))
        .isEqualTo(keys.subList(3, keys.size()));
    ListObjectsV2Response folders =
        s3.listObjectsV2(request -> request.bucket("java-sdk-list").delimiter("/"));
    assertThat(folders.contents().stream().map(S3Object::key))
        .containsExactly("a", "a-b", "a0", "ä");
    assertThat(folders.commonPrefixes().stream().map(CommonPrefix::prefix))
        .containsExactly("a/", "b/");
    assertThat(
            s3
                .listObjects(r -> r.bucket("java-sdk-list").delimiter("/").marker("a/b"))
                .commonPrefixes()
                .stream()
                .map(CommonPrefix::prefix))
        .as("what a marker below a common prefix leaves")
        .containsExactly("b/");
    assertThat(s3.listBuckets(r -> r.prefix("java-sdk-list")).buckets())
        .isNotEmpty()
        .allSatisfy(bucket -> assertThat(bucket.bucketRegion()).isNotEmpty());
  }

  @Test
  void deletion_takesOneOrMany() {
    for (String key : List.of("gone/1", "gone/2", "gone/3")) {
      put(key, key);
    }

    s3.deleteObject(request -> request.bucket(BUCKET).key("gone/1"));
    assertThat(
            s3.deleteObjects(
                    request ->
                        request
                            .bucket(BUCKET)
                            .delete(
                                delete ->
                                    delete.objects(
                                        identifier("gone/2"),
                                        identifier("gone/3"),
                                        identifier("gone/never"))))
                .deleted())
        .hasSize(3);

    assertAbsent("gone/1");
    assertAbsent("gone/2");
    assertThat(folder.resolve("data/java-sdk/gone")).doesNotExist();
  }

  @Test
  void copy_keepsOrReplacesMetadata() {
    s3.putObject(
        request -> request.bucket(BUCKET).key("copy/from ü").metadata(Map.of("kept", "yes")),
        RequestBody.fromString("copied"));

    s3.copyObject(
        request ->
            request
                .sourceBucket(BUCKET)
                .sourceKey("copy/from ü")
                .destinationBucket(BUCKET)
                .destinationKey("copy/to"));
    s3.copyObject(
        request ->
            request
                .sourceBucket(BUCKET)
                .sourceKey("copy/to")
                .destinationBucket(BUCKET)
                .destinationKey("copy/to")
                .metadataDirective(MetadataDirective.REPLACE)
                .contentType("text/replaced"));

    HeadObjectResponse head = s3.headObject(request -> request.bucket(BUCKET).key("copy/to"));
    assertThat(head.metadata()).isEmpty();
    assertThat(head.contentType()).isEqualTo("text/replaced");
    assertThat(get("copy/to")).asString(StandardCharsets.UTF_8).isEqualTo("copied");
  }

  @ParameterizedTest
  @EnumSource(
      value = ChecksumAlgorithm.class,
      names = {"CRC64_NVME", "UNKNOWN_TO_SDK_VERSION"},
      mode = EnumSource.Mode.EXCLUDE)
  void upload_completesFromPartsInAnyOrder(ChecksumAlgorithm algorithm) {
    String key = "upload/" + algorithm;
    byte[] bytes = random(11 * MEBIBYTE);
    String id =
        s3.createMultipartUpload(
                request ->
                    request
                        .bucket(BUCKET)
                        .key(key)
                        .checksumAlgorithm(algorithm)
                        .metadata(Map.of("of", "the upload")))
            .uploadId();

    CompletedPart[] parts = new CompletedPart[3];
    for (int number : new int[] {3, 1, 2}) {
      parts[number - 1] = part(key, id, number, bytes, algorithm);
    }
    assertThat(s3.listParts(request -> request.bucket(BUCKET).key(key).uploadId(id)).parts())
        .hasSize(3);
    String etag =
        s3.completeMultipartUpload(
                request ->
                    request
                        .bucket(BUCKET)
                        .key(key)
                        .uploadId(id)
                        .multipartUpload(upload -> upload.parts(parts)))
            .eTag();

    assertThat(etag).endsWith("-3\"");
    HeadObjectResponse head =
        s3.headObject(
            request -> request.bucket(BUCKET).key(key).checksumMode(ChecksumMode.ENABLED));
    assertThat(head.eTag()).isEqualTo(etag);
    assertThat(head.metadata()).containsEntry("of", "the upload");
    assertThat(head.checksumType()).isEqualTo(ChecksumType.COMPOSITE);
    assertThat(get(key)).isEqualTo(bytes);
    assertThat(
            s3.getObjectAsBytes(request -> request.bucket(BUCKET).key(key).partNumber(2))
                .asByteArray())
        .hasSize(5 * MEBIBYTE);
    GetObjectAttributesResponse attributes =
        s3.getObjectAttributes(
            request ->
                request
                    .bucket(BUCKET)
                    .key(key)
                    .objectAttributes(
                        ObjectAttributes.E_TAG,
                        ObjectAttributes.CHECKSUM,
                        ObjectAttributes.OBJECT_PARTS,
                        ObjectAttributes.OBJECT_SIZE));
    assertThat(attributes.objectSize()).isEqualTo(bytes.length);
    assertThat(attributes.objectParts().totalPartsCount()).isEqualTo(3);
    assertThat(attributes.objectParts().parts()).hasSize(3);
    assertThat(attributes.checksum()).isNotNull();
  }

  @Test
  void upload_hasAChecksumOfItsWhole() {
    byte[] bytes = random(11 * MEBIBYTE);
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    String id =
        s3.createMultipartUpload(
                request ->
                    request
                        .bucket(BUCKET)
                        .key("whole")
                        .checksumAlgorithm(ChecksumAlgorithm.CRC32_C)
                        .checksumType(ChecksumType.FULL_OBJECT))
            .uploadId();
    List<CompletedPart> parts =
        IntStream.rangeClosed(1, 3)
            .mapToObj(n -> part("whole", id, n, bytes, ChecksumAlgorithm.CRC32_C))
            .toList();

    String checksum =
        s3.completeMultipartUpload(
                request ->
                    request
                        .bucket(BUCKET)
                        .key("whole")
                        .uploadId(id)
                        .checksumType(ChecksumType.FULL_OBJECT)
                        .multipartUpload(upload -> upload.parts(parts)))
            .checksumCRC32C();

    byte[] expected = ByteBuffer.allocate(4).putInt((int) crc.getValue()).array();
    assertThat(checksum).isEqualTo(Base64.getEncoder().encodeToString(expected));
  }

  @Test
  void upload_copiesPartsAndIsAborted() {
    byte[] bytes = random(6 * MEBIBYTE);
    s3.putObject(
        request -> request.bucket(BUCKET).key("part-source"), RequestBody.fromBytes(bytes));
    String id =
        s3.createMultipartUpload(request -> request.bucket(BUCKET).key("part-copy")).uploadId();
    String etag =
        s3.uploadPartCopy(
                request ->
                    request
                        .sourceBucket(BUCKET)
                        .sourceKey("part-source")
                        .destinationBucket(BUCKET)
                        .destinationKey("part-copy")
                        .uploadId(id)
                        .partNumber(1)
                        .copySourceRange("bytes=0-" + (5 * MEBIBYTE - 1)))
            .copyPartResult()
            .eTag();
    assertThat(s3.listMultipartUploads(request -> request.bucket(BUCKET)).uploads())
        .anyMatch(upload -> upload.uploadId().equals(id));
    s3.completeMultipartUpload(
        request ->
            request
                .bucket(BUCKET)
                .key("part-copy")
                .uploadId(id)
                .multipartUpload(
                    upload ->
                        upload.parts(CompletedPart.builder().partNumber(1).eTag(etag).build())));
    assertThat(get("part-copy")).isEqualTo(Arrays.copyOf(bytes, 5 * MEBIBYTE));

    String aborted =
        s3.createMultipartUpload(request -> request.bucket(BUCKET).key("aborted")).uploadId();
    s3.abortMultipartUpload(request -> request.bucket(BUCKET).key("aborted").uploadId(aborted));
    assertThatThrownBy(
            () -> s3.listParts(request -> request.bucket(BUCKET).key("aborted").uploadId(aborted)))
        .satisfies(failure -> assertCode(failure, "NoSuchUpload"));
    assertAbsent("aborted");
  }

  @Test
  void virtualHost_namesTheBucket() {
    try (S3Client client = S3Clients.virtualHostStyle(server.s3())) {
      client.putObject(
          request -> request.bucket(BUCKET).key("by host/key"), RequestBody.fromString("hosted"));
      assertThat(
              client
                  .getObjectAsBytes(request -> request.bucket(BUCKET).key("by host/key"))
                  .asUtf8String())
          .isEqualTo("hosted");
      assertThat(client.listBuckets().buckets()).anyMatch(bucket -> bucket.name().equals(BUCKET));
    }
    assertThat(BucketHosts.wereAskedFor(BUCKET)).isTrue();
    assertThat(get("by host/key")).asString(StandardCharsets.UTF_8).isEqualTo("hosted");
  }

  @Test
  void apiPrefix_servesTheSame() {
    try (S3Client client = S3Clients.pathStyle(URI.create(server.s3() + "/api/v1/s3"))) {
      client.putObject(
          request -> request.bucket(BUCKET).key("prefixed"), RequestBody.fromString("text"));
    }
    assertThat(get("prefixed")).asString(StandardCharsets.UTF_8).isEqualTo("text");
  }

  @Test
  void wrongSecret_isRefused() {
    try (S3Client client =
        S3Clients.builder(server.s3())
            .forcePathStyle(true)
            .credentialsProvider(S3Clients.credentials(S3Clients.ACCESS_KEY, "wrong"))
            .build()) {
      assertThatThrownBy(client::listBuckets)
          .satisfies(failure -> assertCode(failure, "SignatureDoesNotMatch"));
    }
    try (S3Client client =
        S3Clients.builder(server.s3())
            .forcePathStyle(true)
            .credentialsProvider(S3Clients.credentials("nobody", "wrong"))
            .build()) {
      assertThatThrownBy(client::listBuckets)
          .satisfies(failure -> assertCode(failure, "InvalidAccessKeyId"));
    }
  }

  private static ResponseBytes<GetObjectResponse> range(String key, String range) {
    return s3.getObjectAsBytes(request -> request.bucket(BUCKET).key(key).range(range));
  }

  private static PutObjectResponse put(String key, String text) {
    return s3.putObject(request -> request.bucket(BUCKET).key(key), RequestBody.fromString(text));
  }

  private static byte[] get(String key) {
    return s3.getObjectAsBytes(request -> request.bucket(BUCKET).key(key)).asByteArray();
  }

  /** A third of 11 MiB: 5, 5 and 1. */
  private static CompletedPart part(
      String key, String id, int number, byte[] bytes, ChecksumAlgorithm algorithm) {
    int from = (number - 1) * 5 * MEBIBYTE;
    byte[] slice = Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + 5 * MEBIBYTE));
    UploadPartResponse answer =
        s3.uploadPart(
            request ->
                request
                    .bucket(BUCKET)
                    .key(key)
                    .uploadId(id)
                    .partNumber(number)
                    .checksumAlgorithm(algorithm),
            RequestBody.fromBytes(slice));
    return CompletedPart.builder()
        .partNumber(number)
        .eTag(answer.eTag())
        .checksumCRC32(answer.checksumCRC32())
        .checksumCRC32C(answer.checksumCRC32C())
        .checksumSHA1(answer.checksumSHA1())
        .checksumSHA256(answer.checksumSHA256())
        .build();
  }

  private static ObjectIdentifier identifier(String key) {
    return ObjectIdentifier.builder().key(key).build();
  }

  private static void assertAbsent(String key) {
    assertThatThrownBy(() -> s3.headObject(request -> request.bucket(BUCKET).key(key)))
        .isInstanceOf(NoSuchKeyException.class);
  }

  static void assertCode(Throwable failure, String code) {
    assertThat(failure)
        .asInstanceOf(InstanceOfAssertFactories.type(AwsServiceException.class))
        .extracting(service -> service.awsErrorDetails().errorCode())
        .isEqualTo(code);
  }

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }
}
