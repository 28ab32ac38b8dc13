package dev.sluice.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.integration.HostileClient.Answer;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Answers to requests that clients rarely send. Asserts AWS's behaviour, unless a test says that it
 * is ours: the page of each operation, and "Error responses",
 * AmazonS3/latest/API/ErrorResponses.html.
 */
@Timeout(300)
class S3AnswersTest {
  private static final String CHUNKED =
      " HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n";

  @TempDir private static Path folder;
  private static HostileServer server;
  private static PlainClient client;

  @BeforeAll
  static void start() throws IOException {
    server = new HostileServer(folder.resolve("data"), Map.of());
    client = new PlainClient(server.port());
    client.ask("PUT /bucket", "");
  }

  @AfterAll
  static void stop() throws IOException {
    client.close();
    server.close();
  }

  @Test
  void emptyContinuationToken_isNoneAndEchoed() throws IOException {
    client.ask("PUT /bucket/list/a", "");
    client.ask("PUT /bucket/list/b", "");
    String listing = "GET /bucket?list-type=2&prefix=list/&max-keys=1";
    Answer page = client.ask(listing + "&continuation-token=", "");
    assertThat(page.text("Key")).isEqualTo("list/a");
    assertThat(page.body()).containsPattern("<ContinuationToken/>|<ContinuationToken></");
    assertThat(client.ask(listing + "&continuation-token=&start-after=list/a", "").text("Key"))
        .isEqualTo("list/b");
    assertThat(client.ask("GET /?continuation-token=&max-buckets=10", "").status()).isEqualTo(200);
  }

  @Test
  void continuationToken_isTakenOnlyIfItWasIssued() throws IOException {
    client.ask("PUT /bucket/list/a", "");
    client.ask("PUT /bucket/list/b", "");
    String listing = "GET /bucket?list-type=2&prefix=list/&max-keys=1&continuation-token=";
    String issued =
        client
            .ask("GET /bucket?list-type=2&prefix=list/&max-keys=1", "")
            .text("NextContinuationToken");
    assertThat(client.ask(listing + encoded(issued), "").text("Key")).isEqualTo("list/b");
    for (String token : List.of("list/b", "bGlzdC9i", issued + "A", "x" + issued)) {
      Answer refused = client.ask(listing + encoded(token), "");
      assertThat(refused.toString()).isEqualTo("400 InvalidArgument");
      assertThat(refused.text("ArgumentName")).isEqualTo("continuation-token");
      assertThat(client.ask("GET /?continuation-token=" + encoded(token), "").toString())
          .isEqualTo("400 InvalidArgument");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"200-ok", "x", "100-continue-later", "100-continue, x"})
  void expectation_otherThanContinue_isIgnored(String expectation) throws IOException {
    Answer put = client.ask("PUT /bucket/expected", "text", "Expect: " + expectation);
    assertThat(put.status()).isEqualTo(200);
    assertThat(client.ask("GET /bucket/expected", "", "Expect: " + expectation).body())
        .isEqualTo("text");
  }

  /** AWS decides a tag in If-Match and {@code *} in If-None-Match alone; the others are ours. */
  @Test
  void conditionsOfAPut_areDecided() throws IOException {
    String path = "/bucket/conditional";
    client.ask("DELETE " + path, "");
    assertThat(put(path, "If-Match: *")).isEqualTo("404 NoSuchKey");
    assertThat(put(path, "If-Match: \"a\"")).isEqualTo("404 NoSuchKey");
    assertThat(put(path, "If-None-Match: \"a\"")).isEqualTo("200 ");
    String etag = client.ask("HEAD " + path, "").header("ETag");
    assertThat(put(path, "If-None-Match: " + etag)).isEqualTo("412 PreconditionFailed");
    assertThat(put(path, "If-None-Match: W/" + etag)).isEqualTo("412 PreconditionFailed");
    assertThat(put(path, "If-None-Match: \"other\"")).isEqualTo("200 ");
    assertThat(put(path, "If-Match: *")).isEqualTo("200 ");
    assertThat(put(path, "If-Match: " + etag)).isEqualTo("200 ");
    assertThat(put(path, "If-Match: W/" + etag)).as("compared strongly").startsWith("412");
    assertThat(client.ask("GET " + path, "", "If-Match: W/" + etag).status()).isEqualTo(412);
    assertThat(client.ask("GET " + path, "", "If-None-Match: W/" + etag).status()).isEqualTo(304);
  }

  private static String put(String path, String condition) throws IOException {
    return client.ask("PUT " + path, "text", condition).toString();
  }

  @Test
  void conditionsOfACompletion_areDecided() throws IOException {
    String path = "/bucket/completed";
    client.ask("DELETE " + path, "");
    assertThat(complete(path, "If-Match: *")).isEqualTo("404 NoSuchKey");
    assertThat(complete(path, "If-None-Match: \"a\"")).startsWith("200");
    String etag = client.ask("HEAD " + path, "").header("ETag");
    assertThat(complete(path, "If-None-Match: " + etag)).isEqualTo("412 PreconditionFailed");
    assertThat(complete(path, "If-Match: W/" + etag)).isEqualTo("412 PreconditionFailed");
    assertThat(complete(path, "If-Match: *")).startsWith("200");
  }

  private static String complete(String path, String condition) throws IOException {
    String id = client.ask("POST " + path + "?uploads", "").text("UploadId");
    String etag = client.ask("PUT " + path + "?partNumber=1&uploadId=" + id, "text").header("ETag");
    String list =
        "<CompleteMultipartUpload>" + PlainClient.part(1, etag) + "</CompleteMultipartUpload>";
    return client.ask("POST " + path + "?uploadId=" + id, list, condition).toString();
  }

  /** A number that is listed twice takes its last entry: ours, AWS documents InvalidPartOrder. */
  @Test
  void listOfACompletion_isReadAsItSays() throws IOException {
    String path = "/bucket/listed";
    String id = client.ask("POST " + path + "?uploads", "").text("UploadId");
    String etag = client.ask("PUT " + path + "?partNumber=1&uploadId=" + id, "text").header("ETag");
    String wrong = PlainClient.part(1, "\"00000000000000000000000000000000\"");
    String right = PlainClient.part(1, etag);

    assertThat(client.ask("POST " + path + "?uploadId=" + id, "").toString())
        .isEqualTo("400 MalformedXML");
    assertThat(client.complete(path, id, "").toString()).isEqualTo("400 MalformedXML");
    assertThat(client.complete(path, id, right + wrong).code()).isEqualTo("InvalidPart");
    assertThat(client.complete(path, id, PlainClient.part(2, etag) + right).code())
        .isEqualTo("InvalidPartOrder");
    assertThat(client.complete(path, id, wrong + right).status()).isEqualTo(200);
  }

  /** AWS lists only parts that have checksums; here every multipart object shows its parts. */
  @Test
  void attributes_listThePartsOfEveryUpload() throws IOException {
    client.upload("/bucket/parts", "a".repeat(1 << 20), "b".repeat(1 << 20), "c");
    String attributes = "x-amz-object-attributes: ObjectParts";
    Answer page = client.ask("GET /bucket/parts?attributes", "", attributes, "x-amz-max-parts: 2");
    assertThat(page.text("PartsCount")).isEqualTo("3");
    assertThat(page.text("IsTruncated")).isEqualTo("true");
    assertThat(page.text("MaxParts")).isEqualTo("2");
    assertThat(page.text("NextPartNumberMarker")).isEqualTo("2");
    assertThat(page.body().split("<Part>", -1)).hasSize(3);
    Answer rest =
        client.ask("GET /bucket/parts?attributes", "", attributes, "x-amz-part-number-marker: 2");
    assertThat(rest.text("IsTruncated")).isEqualTo("false");
    assertThat(rest.text("NextPartNumberMarker")).isEqualTo("3");
    assertThat(rest.text("Size")).isEqualTo("1");
    client.ask("PUT /bucket/whole", "text");
    assertThat(client.ask("GET /bucket/whole?attributes", "", attributes).body())
        .doesNotContain("ObjectParts");
  }

  /** Ours: AWS answers 501. */
  @Test
  void chunkedBody_isStored() throws IOException {
    String chunks = "\r\n4;a=b\r\nwxyz\r\n1\r\n!\r\n0\r\nx-trailer: 1\r\n\r\n";
    assertThat(client.askRaw("PUT /bucket/chunked" + CHUNKED + chunks).status()).isEqualTo(200);
    assertThat(client.ask("GET /bucket/chunked", "").body()).isEqualTo("wxyz!");
    String md5 = "Content-MD5: " + "A".repeat(22) + "==\r\n";
    assertThat(client.askRaw("PUT /bucket/other" + CHUNKED + md5 + chunks).code())
        .isEqualTo("BadDigest");

    String id = client.ask("POST /bucket/chunks?uploads", "").text("UploadId");
    String etag =
        client
            .askRaw("PUT /bucket/chunks?partNumber=1&uploadId=" + id + CHUNKED + chunks)
            .header("ETag");
    assertThat(client.complete("/bucket/chunks", id, PlainClient.part(1, etag)).status())
        .isEqualTo(200);
    assertThat(client.ask("GET /bucket/chunks", "").body()).isEqualTo("wxyz!");
  }

  @Test
  void chunkedBody_withoutItsLastChunk_storesNothing() throws IOException {
    List<String> before = server.storage();
    for (String sent : List.of("", "4\r\nwxyz\r\n", "4\r\nwx", "4\r\nwxyz\r\n0")) {
      try (HostileClient cut = new HostileClient(server.port())) {
        Answer answer = cut.send("PUT /bucket/cut" + CHUNKED + "\r\n" + sent).end().answer();
        assertThat(answer.status()).as(sent).isIn(0, 400);
      }
    }
    assertThat(client.ask("GET /bucket/cut", "").code()).isEqualTo("NoSuchKey");
    assertThat(server.storage()).isEqualTo(before);
  }

  @Test
  void bodyWithoutLengthOrChunks_isRefused() throws IOException {
    assertThat(client.askRaw("PUT /bucket/none HTTP/1.1\r\nHost: localhost\r\n\r\n").toString())
        .isEqualTo("411 MissingContentLength");
  }

  @Test
  void malformedSetting_isRefusedBeforeWhatIsNotThere() throws IOException {
    assertThat(client.ask("PUT /bucket/set", "", "x-amz-acl: everybody").toString())
        .isEqualTo("400 InvalidArgument");
    assertThat(client.ask("PUT /bucket/set?acl", "", "x-amz-acl: everybody").toString())
        .isEqualTo("400 InvalidArgument");
    assertThat(client.ask("PUT /bucket/set", "", "x-amz-acl: public-read").toString())
        .isEqualTo("400 AccessControlListNotSupported");
    assertThat(client.ask("PUT /bucket/set", "", "x-amz-tagging: a=1&a=2").toString())
        .isEqualTo("400 InvalidTag");
  }

  @Test
  void methodNotAllowed_saysWhichAre() throws IOException {
    assertThat(client.ask("PATCH /bucket/key", "").header("Allow"))
        .isEqualTo("DELETE, GET, HEAD, OPTIONS, PUT");
    assertThat(client.ask("DELETE /", "").header("Allow")).isEqualTo("GET");
    assertThat(client.ask("POST /bucket?acl", "").header("Allow")).isEqualTo("GET, PUT");
  }

  @Test
  void annotations_areNamedAndNotImplemented() throws IOException {
    Files.writeString(folder.resolve("data/bucket/annotated"), "text");
    String path = " /bucket/annotated?annotation";
    for (String[] row :
        new String[][] {
          {"PUT" + path + "&annotationName=a", "PutObjectAnnotation"},
          {"GET" + path + "&annotationName=a", "GetObjectAnnotation"},
          {"GET" + path, "ListObjectAnnotations"},
          {"DELETE" + path + "&annotationName=a", "DeleteObjectAnnotation"},
        }) {
      Answer answer = client.ask(row[0], "");
      assertThat(answer.toString()).isEqualTo("501 NotImplemented");
      assertThat(answer.text("Message")).startsWith(row[1]);
    }
    assertThat(folder.resolve("data/bucket/annotated")).hasContent("text");
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
