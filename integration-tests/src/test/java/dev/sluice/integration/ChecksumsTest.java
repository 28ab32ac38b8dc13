package dev.sluice.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.common.digest.Checksum;
import dev.sluice.common.model.ChecksumAlgorithm;
import dev.sluice.integration.HostileClient.Answer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every checksum of S3 in every place where one may stand. Asserts AWS's behaviour: "Checking
 * object integrity in Amazon S3", AmazonS3/latest/userguide/checking-object-integrity.html.
 */
@Timeout(300)
class ChecksumsTest {
  private static final String BODY = "some bytes";
  private static final String MODE = "x-amz-checksum-mode: ENABLED";

  @TempDir private static Path folder;
  private static HostileServer server;
  private static PlainClient client;

  @BeforeAll
  static void start() throws IOException {
    server = new HostileServer(folder.resolve("data"), Map.of());
    client = new PlainClient(server.port());
    client.ask("PUT /sums", "");
  }

  @AfterAll
  static void stop() throws IOException {
    client.close();
    server.close();
  }

  @ParameterizedTest
  @EnumSource
  void checksumInAHeader_isVerifiedKeptAndShown(ChecksumAlgorithm algorithm) throws IOException {
    String path = "/sums/header-" + algorithm;
    String sum = of(algorithm, BODY);
    String header = header(algorithm);

    Answer wrong = client.ask("PUT " + path, BODY, header + ": " + of(algorithm, "other"));
    assertThat(wrong.toString()).isEqualTo("400 BadDigest");
    assertThat(client.ask("PUT " + path, BODY, header + ": AAA=").toString())
        .isEqualTo("400 InvalidRequest");
    assertThat(client.ask("GET " + path, "").code()).isEqualTo("NoSuchKey");

    Answer stored = client.ask("PUT " + path, BODY, header + ": " + sum);
    assertThat(stored.status()).isEqualTo(200);
    assertThat(stored.header(header)).isEqualTo(sum);
    assertShown(algorithm, path, sum);
    assertThat(client.ask("GET /sums?list-type=2&prefix=header-" + algorithm, "").body())
        .contains("<ChecksumAlgorithm>" + algorithm + "</ChecksumAlgorithm>");
  }

  private static void assertShown(ChecksumAlgorithm algorithm, String path, String sum)
      throws IOException {
    for (String method : new String[] {"GET ", "HEAD "}) {
      Answer shown = client.ask(method + path, "", MODE);
      assertThat(shown.header(header(algorithm))).isEqualTo(sum);
      assertThat(shown.header("x-amz-checksum-type")).isEqualTo("FULL_OBJECT");
    }
    Answer attributes =
        client.ask("GET " + path + "?attributes", "", "x-amz-object-attributes: Checksum");
    assertThat(attributes.text("Checksum" + algorithm)).isEqualTo(sum);
    assertThat(attributes.text("ChecksumType")).isEqualTo("FULL_OBJECT");
  }

  @ParameterizedTest
  @EnumSource
  void checksumInATrailer_isVerifiedAndKept(ChecksumAlgorithm algorithm) throws IOException {
    String path = "/sums/trailer-" + algorithm;
    assertThat(trailed(path, algorithm, of(algorithm, "other")).toString())
        .isEqualTo("400 BadDigest");
    String sum = of(algorithm, BODY);
    assertThat(trailed(path, algorithm, sum).header(header(algorithm))).isEqualTo(sum);
    assertShown(algorithm, path, sum);
  }

  private static Answer trailed(String path, ChecksumAlgorithm algorithm, String sum)
      throws IOException {
    String framed =
        Integer.toHexString(BODY.length())
            + "\r\n%s\r\n0\r\n%s:%s\r\n\r\n".formatted(BODY, header(algorithm), sum);
    return client.ask(
        "PUT " + path,
        framed,
        "Content-Encoding: aws-chunked",
        "x-amz-content-sha256: STREAMING-UNSIGNED-PAYLOAD-TRAILER",
        "x-amz-decoded-content-length: " + BODY.length(),
        "x-amz-trailer: " + header(algorithm));
  }

  @ParameterizedTest
  @EnumSource
  void checksumOfACopy_isComputed(ChecksumAlgorithm algorithm) throws IOException {
    client.ask("PUT /sums/source", BODY);
    String path = "/sums/copy-" + algorithm;
    Answer copied =
        client.ask(
            "PUT " + path,
            "",
            "x-amz-copy-source: sums/source",
            "x-amz-checksum-algorithm: " + algorithm);
    assertThat(copied.text("Checksum" + algorithm)).isEqualTo(of(algorithm, BODY));
    assertShown(algorithm, path, of(algorithm, BODY));
  }

  @ParameterizedTest
  @EnumSource
  void checksumOfAForm_isVerifiedAndKept(ChecksumAlgorithm algorithm) throws IOException {
    String path = "/sums/form-" + algorithm;
    assertThat(form("form-" + algorithm, algorithm, of(algorithm, "other")).toString())
        .isEqualTo("400 BadDigest");
    assertThat(form("form-" + algorithm, algorithm, of(algorithm, BODY)).status()).isEqualTo(204);
    assertShown(algorithm, path, of(algorithm, BODY));
  }

  private static Answer form(String key, ChecksumAlgorithm algorithm, String sum)
      throws IOException {
    String field = "--b\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n";
    String body =
        field.formatted("key", key)
            + field.formatted(header(algorithm), sum)
            + field.formatted("file", BODY)
            + "--b--\r\n";
    return client.ask("POST /sums", body, "Content-Type: multipart/form-data; boundary=b");
  }

  /** CRC64NVME is of the whole object only, the hashes of the parts' checksums only. */
  @ParameterizedTest
  @EnumSource
  void checksumOfParts_isOfTheTypeThatTheAlgorithmHas(ChecksumAlgorithm algorithm)
      throws IOException {
    String path = "/sums/parts-" + algorithm;
    String declared = "x-amz-checksum-algorithm: " + algorithm;
    boolean whole = algorithm == ChecksumAlgorithm.CRC64NVME;
    String other = "x-amz-checksum-type: " + (whole ? "COMPOSITE" : "FULL_OBJECT");
    boolean both = algorithm == ChecksumAlgorithm.CRC32 || algorithm == ChecksumAlgorithm.CRC32C;
    assertThat(client.ask("POST " + path + "?uploads", "", declared, other).status())
        .isEqualTo(both ? 200 : 400);

    Answer begun = client.ask("POST " + path + "?uploads", "", declared);
    assertThat(begun.header("x-amz-checksum-algorithm")).isEqualTo(algorithm.name());
    assertThat(begun.header("x-amz-checksum-type")).isEqualTo(whole ? "FULL_OBJECT" : "COMPOSITE");
    String id = begun.text("UploadId");
    String[] parts = {"x".repeat(1 << 20), BODY};
    StringBuilder list = new StringBuilder();
    ByteBuffer sums = ByteBuffer.allocate(2 * algorithm.bytes());
    for (int i = 0; i < parts.length; i++) {
      String target = "PUT " + path + "?partNumber=" + (i + 1) + "&uploadId=" + id;
      String header = header(algorithm) + ": ";
      String sum = of(algorithm, parts[i]);
      assertThat(client.ask(target, parts[i], header + of(algorithm, "other")).toString())
          .isEqualTo("400 BadDigest");
      Answer part = client.ask(target, parts[i], header + sum);
      assertThat(part.header(header(algorithm))).isEqualTo(sum);
      sums.put(Base64.getDecoder().decode(sum));
      list.append(
          "<Part><PartNumber>%d</PartNumber><ETag>%s</ETag><Checksum%s>%s</Checksum%s></Part>"
              .formatted(i + 1, part.header("ETag"), algorithm, sum, algorithm));
    }
    assertThat(client.ask("GET " + path + "?uploadId=" + id, "").body())
        .contains("<Checksum" + algorithm + ">" + of(algorithm, BODY));
    String expected =
        whole
            ? of(algorithm, parts[0] + parts[1])
            : of(algorithm, new String(sums.array(), StandardCharsets.ISO_8859_1)) + "-2";

    Answer done = client.complete(path, id, list.toString());

    assertThat(done.text("Checksum" + algorithm)).isEqualTo(expected);
    assertThat(client.ask("HEAD " + path, "", MODE).header(header(algorithm))).isEqualTo(expected);
    assertThat(client.ask("HEAD " + path + "?partNumber=2", "", MODE).header(header(algorithm)))
        .isEqualTo(of(algorithm, BODY));
    assertThat(
            client
                .ask("GET " + path + "?attributes", "", "x-amz-object-attributes: ObjectParts")
                .body())
        .contains("<Checksum" + algorithm + ">" + of(algorithm, BODY));
  }

  private static String header(ChecksumAlgorithm algorithm) {
    return "x-amz-checksum-" + algorithm.name().toLowerCase(Locale.ROOT);
  }

  private static String of(ChecksumAlgorithm algorithm, String bytes) {
    Checksum checksum = Checksum.of(algorithm);
    checksum.update(ByteBuffer.wrap(bytes.getBytes(StandardCharsets.ISO_8859_1)));
    return checksum.value().base64();
  }
}
