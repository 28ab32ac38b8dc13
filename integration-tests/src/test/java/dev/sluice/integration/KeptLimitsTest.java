package dev.sluice.integration;

import static dev.sluice.integration.PlainClient.wire;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.common.rpc.BufferPool;
import dev.sluice.integration.HostileClient.Answer;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;

/**
 * Whatever is kept up to its limit can be read back in every way, and a byte more is refused before
 * it is kept.
 */
@Timeout(600)
class KeptLimitsTest {
  private static final int METADATA_BYTES = 2048;
  private static final int CONTENT_BYTES = 8192;
  private static final int KEY_BYTES = 1024;
  private static final int PARTS = 10_000;
  private static final String PREFIX = "x-amz-meta-";
  private static final Pattern METADATUM = Pattern.compile("(?mi)^x-amz-meta-[^\r\n]*");

  @TempDir private static Path folder;
  private static HostileServer server;
  private static PlainClient client;

  @BeforeAll
  static void start() throws IOException {
    server =
        new HostileServer(
            folder.resolve("data"),
            Map.of("maximum-header-size", "64KiB"),
            Map.of("minimum-part-size", "1B"),
            new BufferPool(4 << 20, Duration.ofSeconds(20)));
    client = new PlainClient(server.port());
    client.ask("PUT /kept", "");
  }

  @AfterAll
  static void stop() throws IOException {
    client.close();
    server.close();
  }

  /** What fills a limit exactly, in the shapes that take most room in an answer. */
  enum Kept {
    SHORTEST_NAMES {
      @Override
      List<String> headers() {
        return named("", 0);
      }
    },
    /** Each blank is an encoded word of sixteen characters. */
    BLANKS {
      @Override
      List<String> headers() {
        return named("=?UTF-8?Q?_?=", 1);
      }
    },
    LONGEST_VALUE {
      @Override
      List<String> headers() {
        return List.of(PREFIX + "k: " + "v".repeat(METADATA_BYTES - 1));
      }
    },
    LONGEST_NAME {
      @Override
      List<String> headers() {
        return List.of(PREFIX + "n".repeat(METADATA_BYTES) + ": ");
      }
    },
    BEYOND_ASCII {
      @Override
      List<String> headers() {
        return List.of(PREFIX + "ab: " + wire("\u20ac".repeat((METADATA_BYTES - 2) / 3)));
      }
    },
    CONTENT {
      @Override
      List<String> headers() {
        int each = CONTENT_BYTES / 6;
        return List.of(
            "Content-Type: " + "t".repeat(each),
            "Cache-Control: " + "c".repeat(each),
            "Content-Language: " + "l".repeat(each),
            "Content-Encoding: " + "e".repeat(each),
            "Expires: " + "x".repeat(each),
            "Content-Disposition: " + "d".repeat(CONTENT_BYTES - 5 * each));
      }
    },
    CONTENT_BEYOND_ASCII {
      @Override
      List<String> headers() {
        return List.of("Content-Disposition: " + wire("\u00fc".repeat(CONTENT_BYTES / 2)));
      }
    };

    abstract List<String> headers();

    /** As many entries as fit, with the shortest names that there are. */
    private static List<String> named(String value, int length) {
      String letters = "abcdefghijklmnopqrstuvwxyz0123456789_.!#$%&'*+^`|~-";
      List<String> headers = new ArrayList<>();
      int bytes = 0;
      for (int i = -1; i < letters.length(); i++) {
        for (int j = 0; j < letters.length(); j++) {
          String name = (i < 0 ? "" : letters.substring(i, i + 1)) + letters.charAt(j);
          bytes += name.length() + length;
          if (bytes > METADATA_BYTES) {
            return headers;
          }
          headers.add(PREFIX + name + ": " + value);
        }
      }
      throw new AssertionError("too few names");
    }
  }

  @ParameterizedTest
  @EnumSource
  void limit_isReadBackInEveryWay(Kept kept) throws IOException {
    String[] headers = kept.headers().toArray(String[]::new);
    String path = "/kept/" + kept;

    assertThat(client.ask("PUT " + path, "body", headers).status()).isEqualTo(200);
    String shown = assertRead(path);
    if (kept == Kept.SHORTEST_NAMES) {
      assertThat(METADATUM.matcher(shown).results().count()).isGreaterThan(1000);
    }
    String copy = "x-amz-copy-source: " + path.substring(1);
    assertThat(client.ask("PUT " + path + "-copied", "", copy).text("ETag")).isNotEmpty();
    assertThat(assertRead(path + "-copied")).isEqualTo(shown);

    List<String> replacing = new ArrayList<>(kept.headers());
    replacing.addAll(List.of(copy, "x-amz-metadata-directive: REPLACE"));
    String[] replaced = replacing.toArray(String[]::new);
    assertThat(client.ask("PUT " + path + "-replaced", "", replaced).text("ETag")).isNotEmpty();
    assertThat(assertRead(path + "-replaced")).isEqualTo(shown);

    String upload = path + "-upload";
    String id = client.ask("POST " + upload + "?uploads", "", headers).text("UploadId");
    String etag =
        client.ask("PUT " + upload + "?partNumber=1&uploadId=" + id, "body").header("ETag");
    assertThat(client.ask("GET " + upload + "?uploadId=" + id, "").text("ETag")).isNotEmpty();
    assertThat(client.ask("GET /kept?uploads", "").body()).contains(id);
    assertThat(client.complete(upload, id, PlainClient.part(1, etag)).status()).isEqualTo(200);
    assertThat(assertRead(upload)).isEqualTo(shown);
  }

  /** The user metadata and content headers that GET and HEAD both show. */
  private static String assertRead(String path) throws IOException {
    Answer got = client.ask("GET " + path, "");
    Answer head = client.ask("HEAD " + path, "");
    assertThat(got.status()).isEqualTo(200);
    assertThat(got.body()).isEqualTo("body");
    assertThat(head.status()).isEqualTo(200);
    String shown = shown(got);
    assertThat(shown(head)).isEqualTo(shown);
    assertThat(client.ask("GET " + path, "", "Range: bytes=1-2").body()).isEqualTo("od");
    assertThat(client.ask("GET " + path + "?partNumber=1", "").status()).isEqualTo(206);
    assertThat(
            client
                .ask("GET " + path + "?attributes", "", "x-amz-object-attributes: ObjectSize")
                .text("ObjectSize"))
        .isEqualTo("4");
    String key = path.substring(path.lastIndexOf('/') + 1);
    assertThat(client.ask("GET /kept?list-type=2&prefix=" + key, "").text("Key")).isEqualTo(key);
    return shown;
  }

  private static String shown(Answer answer) {
    TreeSet<String> lines = new TreeSet<>();
    for (String line : answer.head().split("\r\n", -1)) {
      String name =
          line.contains(":") ? line.substring(0, line.indexOf(':')).toLowerCase(Locale.ROOT) : "";
      boolean kept =
          name.startsWith(PREFIX)
              || name.equals("expires")
              || name.equals("cache-control")
              || (name.startsWith("content-") && !name.equals("content-length"));
      if (kept) {
        lines.add(name + line.substring(name.length()));
      }
    }
    return String.join("\n", lines);
  }

  @Test
  void byteMore_isRefusedAtOnce() throws IOException {
    List<String> before = server.storage();
    for (String header :
        List.of(
            PREFIX + "k: " + "v".repeat(METADATA_BYTES),
            PREFIX + "ab: " + wire("\u20ac".repeat(682) + "abc"),
            "Content-Disposition: " + "d".repeat(CONTENT_BYTES + 1))) {
      int colon = header.indexOf(": ");
      String name = header.substring(0, colon);
      for (Answer answer :
          List.of(
              client.ask("PUT /kept/more", "body", header),
              client.ask("POST /kept/more?uploads", "", header),
              form(name, header.substring(colon + 2)))) {
        assertThat(answer.status()).as(name).isEqualTo(400);
        assertThat(answer.code()).as(name).isEqualTo("MetadataTooLarge");
        boolean content = !name.startsWith(PREFIX);
        assertThat(answer.text("Size"))
            .as(name)
            .isEqualTo(content ? "8193" : name.endsWith("ab") ? "2051" : "2049");
        assertThat(answer.text("MaxSizeAllowed")).as(name).isEqualTo(content ? "8192" : "2048");
      }
    }
    assertThat(server.storage()).isEqualTo(before);
  }

  @Test
  void limitsOfAForm_areReadBack() throws IOException {
    assertThat(form("x-amz-meta-k", "v".repeat(METADATA_BYTES - 1)).status()).isEqualTo(204);
    assertRead("/kept/form");
    String content = wire("\u00fc".repeat(CONTENT_BYTES / 2));
    assertThat(form("Content-Disposition", content).status()).isEqualTo(204);
    assertRead("/kept/form");
    String redirect = "http://example.org/" + wire("\u20ac".repeat(6000));
    Answer answer = form("success_action_redirect", redirect);
    assertThat(answer.status()).isEqualTo(303);
    assertThat(answer.header("Location")).startsWith("http://example.org/%E2%82%AC");
    assertRead("/kept/form");
  }

  private static Answer form(String field, String value) throws IOException {
    String body =
        "--b\r\nContent-Disposition: form-data; name=\"key\"\r\n\r\nform\r\n--b\r\n"
            + "Content-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n--b\r\n"
                .formatted(field, value)
            + "Content-Disposition: form-data; name=\"file\"\r\n\r\nbody\r\n--b--\r\n";
    return client.ask("POST /kept", body, "Content-Type: multipart/form-data; boundary=b");
  }

  /** Headers of the answer that a query asks for may be as long as a request's head. */
  @Test
  void overrides_ofARequestsLength_areAnswered() throws Exception {
    Path data = folder.resolve("signed");
    Files.createDirectories(data.resolve("kept"));
    Files.writeString(data.resolve("kept/k"), "body");
    Map<String, String> settings =
        Map.of(
            "access-key", "AKLIMITS",
            "secret-key", "secretsecret",
            "maximum-header-size", "64KiB");
    String value = "v".repeat(60_000);
    try (HostileServer signed = new HostileServer(data, settings);
        HttpClient http = HttpClient.newHttpClient()) {
      URI url =
          V4Presigned.get(
              URI.create(
                  "http://127.0.0.1:%d/kept/k?response-content-disposition=%s"
                      .formatted(signed.port(), value)),
              AwsBasicCredentials.create("AKLIMITS", "secretsecret"),
              Clock.systemUTC(),
              Duration.ofMinutes(5));
      HttpResponse<String> answer =
          http.send(HttpRequest.newBuilder(url).build(), BodyHandlers.ofString());
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      assertThat(answer.headers().firstValue("Content-Disposition")).hasValue(value);
    }
  }

  @Test
  void longestKeys_areReadBackInEveryWay() throws IOException {
    for (String key :
        List.of(
            "k".repeat(KEY_BYTES),
            "a/".repeat(KEY_BYTES / 2 - 1) + "ab",
            "\u20ac".repeat(KEY_BYTES / 3) + "x",
            "//" + "\u0001".repeat(KEY_BYTES - 4) + "..",
            "&".repeat(KEY_BYTES))) {
      String encoded = encoded(key);
      String path = "/kept/" + encoded;
      assertThat(client.ask("PUT " + path, "body").status()).isEqualTo(200);
      assertThat(client.ask("GET " + path, "").body()).isEqualTo("body");
      assertThat(client.ask("HEAD " + path, "").status()).isEqualTo(200);
      String listing = "GET /kept?list-type=2&encoding-type=url&prefix=" + encoded;
      assertThat(client.ask(listing, "").text("Key").replace("+", "%20").replace("/", "%2F"))
          .isEqualTo(encoded);
      String copy = "x-amz-copy-source: kept/" + encoded;
      assertThat(client.ask("PUT /kept/copied-key", "", copy).text("ETag")).isNotEmpty();
      assertThat(client.upload(path, "one").text("ETag")).isNotEmpty();
      assertThat(client.ask("GET " + path + "?tagging", "").status()).isEqualTo(200);
      assertThat(client.ask("DELETE " + path, "").status()).isEqualTo(204);
      assertThat(client.ask("GET " + path, "").code()).isEqualTo("NoSuchKey");
      assertThat(client.ask("PUT " + path + "x", "body").code()).isEqualTo("KeyTooLongError");
    }
  }

  /** A listing that begins at the longest key is gone on with. */
  @Test
  void tokenOfTheLongestKey_isTaken() throws IOException {
    String key = "token/" + "\u20ac".repeat((KEY_BYTES - 7) / 3);
    for (String last : List.of("0", "1", "2")) {
      client.ask("PUT /kept/" + encoded(key + last), "");
    }
    String listing = "GET /kept?list-type=2&encoding-type=url&max-keys=1&prefix=token";
    Answer page = client.ask(listing, "");
    for (int more = 0; more < 2; more++) {
      String token = page.text("NextContinuationToken");
      page = client.ask(listing + "&continuation-token=" + encoded(token), "");
      assertThat(page.text("Key")).endsWith(Integer.toString(more + 1));
    }
    assertThat(page.text("IsTruncated")).isEqualTo("false");
  }

  /** As many parts as an upload may have, each with the longest checksum. */
  @Test
  void largestPartList_isReadBackInEveryWay() throws IOException {
    String path = "/kept/of-parts";
    String id =
        client
            .ask("POST " + path + "?uploads", "", "x-amz-checksum-algorithm: SHA512")
            .text("UploadId");
    StringBuilder list = new StringBuilder();
    for (int number = 1; number <= PARTS; number++) {
      Answer part = client.ask("PUT " + path + "?partNumber=" + number + "&uploadId=" + id, "p");
      list.append(
          "<Part><PartNumber>%d</PartNumber><ETag>%s</ETag><ChecksumSHA512>%s</ChecksumSHA512></Part>"
              .formatted(number, part.header("ETag"), part.header("x-amz-checksum-sha512")));
    }
    Answer last = client.ask("GET " + path + "?part-number-marker=9000&uploadId=" + id, "");
    assertThat(last.text("NextPartNumberMarker")).isEqualTo("10000");
    assertThat(last.body().split("<ChecksumSHA512>", -1)).hasSize(1001);
    assertThat(client.complete(path, id, list.toString()).text("ChecksumSHA512"))
        .endsWith("-10000");
    assertThat(client.complete(path, id, list.toString()).status()).as("again").isEqualTo(200);
    assertParts(path);
    String copy = "x-amz-copy-source: " + path.substring(1);
    assertThat(client.ask("PUT " + path + "-copied", "", copy).text("ETag")).isNotEmpty();
    assertParts(path + "-copied");
  }

  private static void assertParts(String path) throws IOException {
    assertThat(client.ask("GET " + path, "").body()).isEqualTo("p".repeat(PARTS));
    Answer part =
        client.ask("HEAD " + path + "?partNumber=10000", "", "x-amz-checksum-mode: ENABLED");
    assertThat(part.status()).isEqualTo(206);
    assertThat(part.header("x-amz-mp-parts-count")).isEqualTo("10000");
    assertThat(part.header("x-amz-checksum-sha512")).isNotEmpty();
    Answer attributes =
        client.ask(
            "GET " + path + "?attributes",
            "",
            "x-amz-object-attributes: ObjectParts",
            "x-amz-part-number-marker: 9000");
    assertThat(attributes.text("NextPartNumberMarker")).isEqualTo("10000");
    assertThat(attributes.body().split("<ChecksumSHA512>", -1)).hasSize(1001);
    assertThat(client.ask("GET /kept?list-type=2&prefix=of-parts", "").status()).isEqualTo(200);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20").replace("*", "%2A");
  }
}
