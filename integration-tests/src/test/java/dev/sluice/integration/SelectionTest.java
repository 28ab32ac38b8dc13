package dev.sluice.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.integration.HostileClient.Answer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Every selection of bytes of objects of 0, 1, 10 and {@value #LARGE} bytes, answered by GET and
 * HEAD alike. Asserts AWS's behaviour: "GetObject", AmazonS3/latest/API/API_GetObject.html; where
 * that page says nothing, what RFC 9110 section 14 asks for.
 */
@Timeout(300)
class SelectionTest {
  /** Several messages between the tiers. */
  private static final int LARGE = 1_500_001;

  @TempDir private static Path folder;
  private static HostileServer server;
  private static PlainClient client;

  @BeforeAll
  static void start() throws IOException {
    server = new HostileServer(folder.resolve("data"), Map.of());
    client = new PlainClient(server.port());
    client.ask("PUT /bucket", "");
    for (int size : new int[] {0, 1, 10, LARGE}) {
      assertThat(client.ask("PUT /bucket/of-" + size, bytes(size)).status()).isEqualTo(200);
    }
    client.upload("/bucket/parts", bytes(1 << 20), bytes(7));
    client.upload("/bucket/empty-part", "");
    client.upload("/bucket/last-empty", bytes(1 << 20), "");
  }

  @AfterAll
  static void stop() throws IOException {
    client.close();
    server.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        // No byte of an empty object can be named; its last bytes are all of it.
        "0 | bytes=0-      | 416 | bytes */0",
        "0 | bytes=0-0     | 416 | bytes */0",
        "0 | bytes=0-8     | 416 | bytes */0",
        "0 | bytes=5-9     | 416 | bytes */0",
        "0 | bytes=-0      | 416 | bytes */0",
        "0 | bytes=-1      | 200 | -",
        "0 | bytes=-8      | 200 | -",
        "1 | bytes=0-      | 206 | bytes 0-0/1",
        "1 | bytes=0-0     | 206 | bytes 0-0/1",
        "1 | bytes=0-8     | 206 | bytes 0-0/1",
        "1 | bytes=1-      | 416 | bytes */1",
        "1 | bytes=1-1     | 416 | bytes */1",
        "1 | bytes=-0      | 416 | bytes */1",
        "1 | bytes=-1      | 206 | bytes 0-0/1",
        "1 | bytes=-8      | 206 | bytes 0-0/1",
        "10 | bytes=0-      | 206 | bytes 0-9/10",
        "10 | bytes=9-      | 206 | bytes 9-9/10",
        "10 | bytes=10-     | 416 | bytes */10",
        "10 | bytes=0-9     | 206 | bytes 0-9/10",
        "10 | bytes=3-5     | 206 | bytes 3-5/10",
        "10 | bytes=9-10    | 206 | bytes 9-9/10",
        "10 | bytes=10-10   | 416 | bytes */10",
        "10 | bytes=0-99999999999999999999 | 206 | bytes 0-9/10",
        "10 | bytes=99999999999999999999-  | 416 | bytes */10",
        "10 | bytes=-0      | 416 | bytes */10",
        "10 | bytes=-3      | 206 | bytes 7-9/10",
        "10 | bytes=-11     | 206 | bytes 0-9/10",
        "10 | BYTES=0-0     | 206 | bytes 0-0/10",
        "1500001 | bytes=0-        | 206 | bytes 0-1500000/1500001",
        "1500001 | bytes=1500000-  | 206 | bytes 1500000-1500000/1500001",
        "1500001 | bytes=1500001-  | 416 | bytes */1500001",
        "1500001 | bytes=-1200000  | 206 | bytes 300001-1500000/1500001",
        "1500001 | bytes=400000-1300000 | 206 | bytes 400000-1300000/1500001",
        // What is no single range is none.
        "0 | bytes=        | 200 | -",
        "0 | bytes=-       | 200 | -",
        "10 | bytes= -1     | 200 | -",
        "10 | bytes =0-1    | 200 | -",
        "10 | bytes=0 - 1   | 200 | -",
        "10 | bytes=5-4     | 200 | -",
        "10 | bytes=0-1,3-4 | 200 | -",
        "10 | bytes=a-b     | 200 | -",
        "10 | items=0-1     | 200 | -",
        "10 | 0-1           | 200 | -",
      })
  void range_isAnswered(int size, String range, int status, String contentRange)
      throws IOException {
    assertSelected("of-" + size, size, "", "Range: " + range, status, contentRange, null);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "of-0 | 0 | 1 | 200 | - | -",
        "of-0 | 0 | 2 | 416 | - | -",
        "of-1 | 1 | 1 | 206 | bytes 0-0/1 | -",
        "of-1 | 1 | 2 | 416 | - | -",
        "of-10 | 10 | 1 | 206 | bytes 0-9/10 | -",
        "of-10 | 10 | 10000 | 416 | - | -",
        "of-10 | 10 | 0 | 400 | - | -",
        "of-10 | 10 | 10001 | 400 | - | -",
        "of-1500001 | 1500001 | 1 | 206 | bytes 0-1500000/1500001 | -",
        "parts | 1048583 | 1 | 206 | bytes 0-1048575/1048583 | 2",
        "parts | 1048583 | 2 | 206 | bytes 1048576-1048582/1048583 | 2",
        "parts | 1048583 | 3 | 416 | - | -",
        "empty-part | 0 | 1 | 200 | - | 1",
        "empty-part | 0 | 2 | 416 | - | -",
        "last-empty | 1048576 | 1 | 206 | bytes 0-1048575/1048576 | 2",
      })
  void part_isAnswered(
      String key, int size, int number, int status, String contentRange, String count)
      throws IOException {
    String query = "?partNumber=" + number;
    assertSelected(key, size, query, "x-none: 1", status, contentRange, count);
  }

  /**
   * Ours: no Content-Range names the empty part of an object that has bytes, and all of the object
   * is not what was asked for.
   */
  @Test
  void emptyPart_ofAnObjectWithBytes_isPartialWithoutRange() throws IOException {
    for (String method : List.of("GET", "HEAD")) {
      Answer answer = client.ask(method + " /bucket/last-empty?partNumber=2", "");
      assertThat(answer.status()).isEqualTo(206);
      assertThat(answer.header("Content-Range")).isEmpty();
      assertThat(answer.header("Content-Length")).isEqualTo("0");
      assertThat(answer.header("x-amz-mp-parts-count")).isEqualTo("2");
    }
  }

  @Test
  void partAndRange_together_areInvalidRequest() throws IOException {
    for (int size : new int[] {0, 1, 10}) {
      Answer answer =
          client.ask("GET /bucket/of-" + size + "?partNumber=1", "", "Range: bytes=0-0");
      assertThat(answer.toString()).isEqualTo("400 InvalidRequest");
    }
  }

  /** Conditions are decided before the selection: RFC 9110, 13.2.2, and AWS. */
  @Test
  void condition_comesBeforeTheSelection() throws IOException {
    List<String> wrong = new ArrayList<>();
    for (int size : new int[] {0, 1, 10}) {
      String key = "of-" + size;
      String etag = client.ask("HEAD /bucket/" + key, "").header("ETag");
      for (String selection : List.of("bytes=0-0", "bytes=-8", "bytes=99-")) {
        expect(wrong, key, 304, "Range: " + selection, "If-None-Match: " + etag);
        expect(wrong, key, 412, "Range: " + selection, "If-Match: \"other\"");
        expect(wrong, key, 412, "Range: " + selection, "If-Match: W/" + etag);
        expect(
            wrong,
            key,
            412,
            "Range: " + selection,
            "If-Unmodified-Since: Sat, 01 Jan 2000 00:00:00 GMT");
        int selected =
            selection.equals("bytes=99-") || (size == 0 && selection.equals("bytes=0-0"))
                ? 416
                : size == 0 ? 200 : 206;
        expect(wrong, key, selected, "Range: " + selection, "If-Match: " + etag);
        expect(wrong, key, selected, "Range: " + selection, "If-None-Match: \"other\"");
        expect(wrong, key, selected, "Range: " + selection, "If-Range: " + etag);
        expect(wrong, key, 200, "Range: " + selection, "If-Range: \"other\"");
        expect(wrong, key, 200, "Range: " + selection, "If-Range: W/" + etag);
        expect(wrong, key, 200, "Range: " + selection, "If-Range: Sat, 01 Jan 2000 00:00:00 GMT");
      }
      String time = client.ask("HEAD /bucket/" + key, "").header("Last-Modified");
      expect(wrong, key, size == 0 ? 416 : 206, "Range: bytes=0-0", "If-Range: " + time);
    }
    assertThat(wrong).isEmpty();
  }

  private static void expect(List<String> wrong, String key, int status, String... headers)
      throws IOException {
    for (String method : List.of("GET", "HEAD")) {
      Answer answer = client.ask(method + " /bucket/" + key, "", headers);
      if (answer.status() != status) {
        wrong.add(method + " " + key + " " + List.of(headers) + ": " + answer + ", not " + status);
      }
    }
  }

  /** The range of a copied part is of one form, and lies within its source. */
  @ParameterizedTest
  @CsvSource({
    "0, '', 200, 0",
    "0, bytes=0-0, 400, 0",
    "0, bytes=-1, 400, 0",
    "1, '', 200, 1",
    "1, bytes=0-0, 200, 1",
    "1, bytes=0-1, 400, 0",
    "1, bytes=1-1, 400, 0",
    "10, bytes=0-9, 200, 10",
    "10, bytes=9-9, 200, 1",
    "10, bytes=3-5, 200, 3",
    "10, bytes=0-10, 400, 0",
    "10, bytes=10-10, 400, 0",
    "10, bytes=5-, 400, 0",
    "10, bytes=-5, 400, 0",
    "10, bytes=5-4, 400, 0",
    "10, bytes= 0-1, 400, 0",
    "1500001, bytes=1-1500000, 200, 1500000",
  })
  void rangeOfACopiedPart_isAnswered(int size, String range, int status, int length)
      throws IOException {
    String id = client.ask("POST /bucket/copied?uploads", "").text("UploadId");
    String target = "/bucket/copied?partNumber=1&uploadId=" + id;
    String source = "x-amz-copy-source: bucket/of-" + size;

    Answer answer =
        range.isEmpty()
            ? client.ask("PUT " + target, "", source)
            : client.ask("PUT " + target, "", source, "x-amz-copy-source-range: " + range);

    assertThat(answer.status()).isEqualTo(status);
    Answer parts = client.ask("GET /bucket/copied?uploadId=" + id, "");
    if (status == 200) {
      assertThat(parts.text("Size")).isEqualTo(Integer.toString(length));
    } else {
      assertThat(answer.code()).isEqualTo("InvalidArgument");
      assertThat(parts.body()).doesNotContain("<Part>");
    }
    client.ask("DELETE /bucket/copied?uploadId=" + id, "");
  }

  private static void assertSelected(
      String key,
      int size,
      String query,
      String header,
      int status,
      String contentRange,
      String partsCount)
      throws IOException {
    Answer got = client.ask("GET /bucket/" + key + query, "", header);
    Answer head = client.ask("HEAD /bucket/" + key + query, "", header);
    for (Answer answer : List.of(got, head)) {
      assertThat(answer.status()).isEqualTo(status);
      assertThat(answer.header("Content-Range"))
          .isEqualTo(contentRange == null ? "" : contentRange);
      assertThat(answer.header("x-amz-mp-parts-count"))
          .isEqualTo(partsCount == null ? "" : partsCount);
    }
    if (status < 300) {
      String all = key.startsWith("of-") ? bytes(size) : whole(size);
      String selected = status == 200 ? all : cut(all, contentRange);
      assertThat(got.body().equals(selected)).as("the bytes").isTrue();
      assertThat(head.header("Content-Length")).isEqualTo(Integer.toString(selected.length()));
    }
  }

  private static String cut(String all, String contentRange) {
    String[] bounds = contentRange.substring(6, contentRange.indexOf('/')).split("-", 2);
    return all.substring(Integer.parseInt(bounds[0]), Integer.parseInt(bounds[1]) + 1);
  }

  /** What the uploads hold: a first part of 1 MiB, and a second. */
  private static String whole(int size) {
    int first = Math.min(1 << 20, size);
    return bytes(first) + bytes(size - first);
  }

  private static String bytes(int size) {
    StringBuilder text = new StringBuilder(size);
    for (int i = 0; i < size; i++) {
      text.append((char) ('a' + i % 23));
    }
    return text.toString();
  }
}
