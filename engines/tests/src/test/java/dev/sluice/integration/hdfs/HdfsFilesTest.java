package dev.sluice.integration.hdfs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * The AWS SDK and Hadoop's own shell meet on the same files. The SDK's answers are AWS's
 * (AmazonS3/latest/API/API_PutObject.html and the pages beside it), the files are ours.
 */
@Timeout(600)
class HdfsFilesTest {
  private static final int PART_BYTES = 5 << 20;

  @TempDir private static Path folder;

  private static HdfsServer hdfs;
  private static S3Client s3;

  @BeforeAll
  static void start() {
    hdfs = HdfsServer.start("/files", folder.resolve("state"));
    s3 = hdfs.client();
  }

  @AfterAll
  static void stop() {
    if (s3 != null) {
      s3.close();
    }
    if (hdfs != null) {
      hdfs.close();
    }
  }

  private static void put(String bucket, String key, String text) {
    s3.putObject(request -> request.bucket(bucket).key(key), RequestBody.fromString(text));
  }

  private static ResponseBytes<GetObjectResponse> get(String bucket, String key) {
    return s3.getObjectAsBytes(request -> request.bucket(bucket).key(key));
  }

  private static List<String> keys(String bucket) {
    return s3
        .listObjectsV2Paginator(request -> request.bucket(bucket).maxKeys(2))
        .contents()
        .stream()
        .map(S3Object::key)
        .toList();
  }

  @Test
  void objects_arePlainFilesOfHadoopsShell() {
    s3.createBucket(request -> request.bucket("photos"));
    put("photos", "2026/lake.txt", "water");
    put("photos", "2026", "a year");
    put("photos", "12:30", "half past noon");

    assertThat(hdfs.files("photos")).contains("2026/lake.txt").hasSize(3);
    assertThat(hdfs.text("photos/2026/lake.txt")).isEqualTo("water");
    assertThat(keys("photos")).containsExactly("12:30", "2026", "2026/lake.txt");
    assertThat(get("photos", "2026").asUtf8String()).isEqualTo("a year");
    assertThat(get("photos", "12:30").asUtf8String()).isEqualTo("half past noon");
  }

  @Test
  void fileOfHadoopsShell_isServedAtOnce() throws IOException {
    s3.createBucket(request -> request.bucket("drop"));
    put("drop", "inside", "of S3");
    assertThat(keys("drop")).containsExactly("inside");
    Path file = Files.writeString(folder.resolve("report.txt"), "from outside");

    hdfs.cluster().dfs("-mkdir", hdfs.path("drop/in")).good();
    hdfs.cluster().dfs("-put", file, hdfs.path("drop/in/report.txt")).good();

    assertThat(keys("drop")).containsExactly("in/report.txt", "inside");
    assertThat(get("drop", "in/report.txt").asUtf8String()).isEqualTo("from outside");
    hdfs.cluster().dfs("-rm", hdfs.path("drop/in/report.txt")).good();
    assertThat(keys("drop")).containsExactly("inside");
    assertThatThrownBy(() -> get("drop", "in/report.txt")).isInstanceOf(NoSuchKeyException.class);
  }

  @Test
  void folderOfHadoopsShell_isABucket() throws IOException {
    Path file = Files.writeString(folder.resolve("table.csv"), "1,2");

    hdfs.cluster().dfs("-mkdir", hdfs.path("warehouse")).good();
    hdfs.cluster().dfs("-put", file, hdfs.path("warehouse/table.csv")).good();

    assertThat(s3.listBuckets().buckets()).anyMatch(bucket -> bucket.name().equals("warehouse"));
    assertThat(get("warehouse", "table.csv").asUtf8String()).isEqualTo("1,2");
  }

  @Test
  void object_comesBackWithItsMetadata_isCopiedAndDeleted() {
    s3.createBucket(request -> request.bucket("sdk"));
    s3.putObject(
        request ->
            request
                .bucket("sdk")
                .key("letters/a")
                .contentType("text/x-of-tests")
                .metadata(Map.of("colour", "green")),
        RequestBody.fromString("first"));

    s3.copyObject(
        request ->
            request
                .sourceBucket("sdk")
                .sourceKey("letters/a")
                .destinationBucket("sdk")
                .destinationKey("letters/b"));
    ResponseBytes<GetObjectResponse> copy = get("sdk", "letters/b");
    assertThat(copy.asUtf8String()).isEqualTo("first");
    assertThat(copy.response().contentType()).isEqualTo("text/x-of-tests");
    assertThat(copy.response().metadata()).containsExactlyEntriesOf(Map.of("colour", "green"));
    assertThat(s3.headObject(request -> request.bucket("sdk").key("letters/a")).eTag())
        .isEqualTo(copy.response().eTag());

    assertThatThrownBy(
            () ->
                s3.putObject(
                    request -> request.bucket("sdk").key("letters/a").ifNoneMatch("*"),
                    RequestBody.fromString("second")))
        .isInstanceOfSatisfying(
            S3Exception.class, refused -> assertThat(refused.statusCode()).isEqualTo(412));
    s3.deleteObject(request -> request.bucket("sdk").key("letters/a"));
    assertThat(keys("sdk")).containsExactly("letters/b");
    s3.deleteObject(request -> request.bucket("sdk").key("letters/b"));
    s3.deleteBucket(request -> request.bucket("sdk"));
    assertThat(hdfs.isThere("sdk")).isFalse();
  }

  @Test
  void upload_becomesOneFileOfItsParts() throws IOException {
    s3.createBucket(request -> request.bucket("uploads"));
    byte[] bytes = new byte[2 * PART_BYTES + 12_345];
    new Random(116).nextBytes(bytes);
    String id =
        s3.createMultipartUpload(request -> request.bucket("uploads").key("large")).uploadId();
    List<CompletedPart> parts = new ArrayList<>();
    for (int number = 1; number <= 3; number++) {
      int part = number;
      int begin = (number - 1) * PART_BYTES;
      byte[] sent = Arrays.copyOfRange(bytes, begin, Math.min(bytes.length, begin + PART_BYTES));
      String tag =
          s3.uploadPart(
                  request -> request.bucket("uploads").key("large").uploadId(id).partNumber(part),
                  RequestBody.fromBytes(sent))
              .eTag();
      parts.add(CompletedPart.builder().partNumber(number).eTag(tag).build());
    }
    assertThat(keys("uploads")).isEmpty();

    s3.completeMultipartUpload(
        request ->
            request
                .bucket("uploads")
                .key("large")
                .uploadId(id)
                .multipartUpload(upload -> upload.parts(parts)));

    assertThat(get("uploads", "large").asByteArray()).isEqualTo(bytes);
    Path file = folder.resolve("large");
    hdfs.cluster().dfs("-get", hdfs.path("uploads/large"), file).good();
    assertThat(Files.readAllBytes(file)).isEqualTo(bytes);
    ResponseBytes<GetObjectResponse> seam =
        s3.getObjectAsBytes(
            request ->
                request
                    .bucket("uploads")
                    .key("large")
                    .range("bytes=%d-%d".formatted(PART_BYTES - 3, PART_BYTES + 3)));
    assertThat(seam.asByteArray())
        .isEqualTo(Arrays.copyOfRange(bytes, PART_BYTES - 3, PART_BYTES + 4));
  }

  @Test
  void replacedObject_hasItsNewBytesEverywhere() {
    s3.createBucket(request -> request.bucket("replaced"));
    put("replaced", "key", "before");

    put("replaced", "key", "after, and longer");

    assertThat(get("replaced", "key").asUtf8String()).isEqualTo("after, and longer");
    assertThat(hdfs.text("replaced/key").getBytes(UTF_8)).hasSize("after, and longer".length());
  }
}
