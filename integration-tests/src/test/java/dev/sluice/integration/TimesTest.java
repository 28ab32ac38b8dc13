package dev.sluice.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.integration.HostileClient.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Clients see every time in whole seconds, rounded down, and the same one in every answer: as AWS.
 */
@Timeout(300)
class TimesTest {
  private static final Pattern TIME =
      Pattern.compile("<(LastModified|CreationDate|Initiated)>([^<]*)<");
  private static final Instant OUTSIDE = Instant.parse("2026-01-02T03:04:05.999999999Z");

  @TempDir private static Path folder;
  private static HostileServer server;
  private static PlainClient client;

  @BeforeAll
  static void start() throws IOException {
    Path bucket = Files.createDirectories(folder.resolve("data/outside"));
    Files.writeString(bucket.resolve("key"), "text");
    Files.setLastModifiedTime(bucket.resolve("key"), FileTime.from(OUTSIDE));
    server = new HostileServer(folder.resolve("data"), Map.of());
    client = new PlainClient(server.port());
    client.ask("PUT /times", "");
  }

  @AfterAll
  static void stop() throws IOException {
    client.close();
    server.close();
  }

  @Test
  void everyDocument_showsWholeSeconds() throws IOException {
    client.ask("PUT /times/key", "text");
    String id = client.ask("POST /times/upload?uploads", "").text("UploadId");
    String part = "/times/upload?partNumber=1&uploadId=" + id;
    client.ask("PUT " + part, "text");
    String source = "x-amz-copy-source: times/key";
    for (Answer answer :
        List.of(
            client.ask("GET /", ""),
            client.ask("GET /times", ""),
            client.ask("GET /times?list-type=2", ""),
            client.ask("GET /outside?list-type=2", ""),
            client.ask("GET /times?uploads", ""),
            client.ask("GET /times/upload?uploadId=" + id, ""),
            client.ask("PUT /times/copy", "", source),
            client.ask("PUT " + part, "", source))) {
      Matcher time = TIME.matcher(answer.body());
      assertThat(time.find()).as(answer.body()).isTrue();
      time.reset();
      while (time.find()) {
        assertThat(time.group(2)).matches("[0-9T:-]{19}\\.000Z");
      }
    }
  }

  @Test
  void listing_showsTheTimeOfTheHeader() throws IOException {
    client.ask("PUT /times/same", "text");
    client.upload("/times/same-parts", "text");
    String copied = client.ask("PUT /times/same-copy", "", "x-amz-copy-source: times/same").body();
    for (String path :
        List.of("times/same", "times/same-parts", "times/same-copy", "outside/key")) {
      String bucket = path.substring(0, path.indexOf('/'));
      String key = path.substring(bucket.length() + 1);
      String header = client.ask("HEAD /" + path, "").header("Last-Modified");
      String listed = client.ask("GET /" + bucket + "?prefix=" + key, "").text("LastModified");
      assertThat(Instant.parse(listed)).as(path).isEqualTo(http(header));
      assertThat(
              client
                  .ask("GET /" + path + "?attributes", "", "x-amz-object-attributes: ETag")
                  .header("Last-Modified"))
          .isEqualTo(header);
      if (key.equals("same-copy")) {
        assertThat(copied).contains("<LastModified>" + listed + "</LastModified>");
      }
    }
    assertThat(client.ask("GET /outside", "").text("LastModified"))
        .isEqualTo("2026-01-02T03:04:05.000Z");
  }

  /** What a client was shown holds when it comes back as a condition. */
  @Test
  void conditions_compareWholeSeconds() throws IOException {
    String shown = client.ask("HEAD /outside/key", "").header("Last-Modified");
    String listed = client.ask("GET /outside", "").text("LastModified");
    assertThat(status("GET /outside/key", "If-Unmodified-Since: " + shown)).isEqualTo(200);
    assertThat(status("GET /outside/key", "If-Modified-Since: " + shown)).isEqualTo(304);
    assertThat(status("GET /outside/key", "Range: bytes=0-0", "If-Range: " + shown)).isEqualTo(206);
    assertThat(
            status(
                "PUT /times/conditional",
                "x-amz-copy-source: outside/key",
                "x-amz-copy-source-if-unmodified-since: " + shown))
        .isEqualTo(200);
    for (String time : List.of(shown, listed)) {
      client.ask("PUT /outside/gone", "", "x-amz-copy-source: outside/key");
      String current =
          time.equals(shown)
              ? client.ask("HEAD /outside/gone", "").header("Last-Modified")
              : client.ask("GET /outside?prefix=gone", "").text("LastModified");
      assertThat(status("DELETE /outside/gone", "x-amz-if-match-last-modified-time: " + current))
          .isEqualTo(204);
    }
  }

  private static int status(String line, String... headers) throws IOException {
    return client.ask(line, "", headers).status();
  }

  private static Instant http(String date) {
    return DateTimeFormatter.RFC_1123_DATE_TIME.parse(date, Instant::from);
  }
}
