package dev.sluice.integration;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.integration.OutsideCommand.Answer;
import dev.sluice.testing.Await;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A flipped bit on the disk, and files from outside, as those who run an agent see a scrub. */
@Timeout(300)
class ScrubProcessTest {
  private static final int CORRUPTED = 4;
  private static final int REFUSED = 1;
  private static final int USAGE = 2;

  @TempDir private Path folder;
  private Path data;

  @BeforeEach
  void nameTheFolder() {
    data = folder.resolve("data");
  }

  @Test
  void flippedBit_isFoundByTheCommand_andReadAsBefore() throws IOException {
    try (SluiceProcess server = SluiceProcess.standalone(data).with("--scrub-rate", "0B").start()) {
      put(server, "bucket", "");
      put(server, "bucket/intact", "these bytes stay");
      put(server, "bucket/deep/rotten", "these bytes do not");
      CurlAnswer before = CurlAnswer.of(server.s3() + "/bucket/deep/rotten");
      assertThat(scrub().good().out()).contains(" 2 intact,", " 0 damaged,");

      flipABit(data.resolve("bucket/deep/rotten"));

      Answer found = scrub("--json");
      assertThat(found.exitCode()).isEqualTo(CORRUPTED);
      JsonNode damaged = new ObjectMapper().readTree(found.out().lines().findFirst().orElseThrow());
      assertThat(damaged.get("damage").textValue()).isEqualTo("rotten");
      assertThat(damaged.get("bucket").textValue()).isEqualTo("bucket");
      assertThat(damaged.get("key").textValue()).isEqualTo("deep/rotten");
      assertThat(found.err()).contains("damaged objects: 1");
      assertThat(scrub("bucket/deep/").exitCode()).isEqualTo(CORRUPTED);
      assertThat(scrub("bucket/int", "--rate", "1MiB").exitCode()).isZero();
      assertThat(scrub("--status").exitCode()).isEqualTo(CORRUPTED);
      assertThat(CurlAnswer.of(server.admin("/readyz")).body())
          .contains("ready: damaged objects: 1");
      CurlAnswer after = CurlAnswer.of(server.s3() + "/bucket/deep/rotten");
      assertThat(after.status()).isEqualTo(200);
      assertThat(after.headers().get("etag")).isEqualTo(before.headers().get("etag"));
      assertThat(after.body()).isNotEqualTo(before.body());

      put(server, "bucket/deep/rotten", "stored again");
      assertThat(scrub("--status").exitCode()).isZero();
      assertThat(CurlAnswer.of(server.admin("/readyz")).body()).doesNotContain("damaged");
      assertThat(scrub("missing").exitCode()).isEqualTo(REFUSED);
      assertThat(scrub("bucket", "--rate", "fast").exitCode()).isEqualTo(USAGE);
    }
  }

  @Test
  void flippedBit_isFoundInTheBackground_andAStartRemembersIt() throws IOException {
    try (SluiceProcess server = SluiceProcess.standalone(data).start()) {
      put(server, "bucket", "");
      put(server, "bucket/rotten", "these bytes do not stay");
    }
    flipABit(data.resolve("bucket/rotten"));

    try (SluiceProcess server =
        SluiceProcess.standalone(data).with("--scrub-interval", "1s").start()) {
      Await.until(
          "the damaged object in the metrics",
          () -> metrics(server).contains("\nsluice_agent_scrub_damaged_objects 1"));
      assertThat(server.stderr()).contains("damaged object: bucket bucket key rotten");
      Await.until(
          "the end of the pass, by which the damage is kept",
          () -> !metrics(server).contains("\nsluice_agent_scrub_pass_ended_seconds 0.0"));
      server.kill();
    }

    try (SluiceProcess server = SluiceProcess.standalone(data).with("--scrub-rate", "0B").start()) {
      assertThat(metrics(server)).contains("\nsluice_agent_scrub_damaged_objects 1");
      Answer status = scrub("--status");
      assertThat(status.exitCode()).isEqualTo(CORRUPTED);
      assertThat(status.out()).startsWith("rotten  bucket/rotten: ").contains("scrub: off");
    }
    SluiceProcess.tool("fsck", "--root", data);
  }

  @Test
  void fileFromOutside_getsItsMd5_whileItStaysTheSame() throws Exception {
    Path bucket = Files.createDirectories(data.resolve("bucket"));
    Instant anHourAgo = Instant.now().minus(Duration.ofHours(1));
    for (String name : new String[] {"file", "changed"}) {
      Files.writeString(bucket.resolve(name), "from outside");
      Files.setLastModifiedTime(bucket.resolve(name), FileTime.from(anHourAgo));
    }
    try (SluiceProcess server = SluiceProcess.standalone(data).with("--scrub-rate", "0B").start()) {
      String url = server.s3() + "/bucket/";
      String provisional = etag(url + "file");
      assertThat(provisional).contains("-1");

      assertThat(scrub().good().out()).contains(" 2 given their MD5,");

      assertThat(etag(url + "file")).isEqualTo('"' + md5("from outside") + '"');
      assertThat(CurlAnswer.of("-H", "If-Match: " + provisional, url + "file").status())
          .as("the tag that a client saw before")
          .isEqualTo(200);
      Files.writeString(bucket.resolve("changed"), "other bytes!");
      assertThat(etag(url + "changed")).contains("-1").isNotEqualTo(provisional);
      assertThat(scrub().good().out()).contains(" 1 intact,", " 0 damaged,", " 1 unprovable,");
    }
  }

  private Answer scrub(Object... arguments) {
    return OutsideCommand.of(TestProject.launcher(), "scrub", "--root", data)
        .with(arguments)
        .environment("SLUICE_JAVA_OPTS", "-Xmx64m -XX:+UseSerialGC -XX:TieredStopAtLevel=1")
        .run();
  }

  private static void put(SluiceProcess server, String path, String body) {
    CurlAnswer put = CurlAnswer.of("-X", "PUT", "-d", body, server.s3() + "/" + path);
    assertThat(put.status()).isEqualTo(200);
  }

  private static String metrics(SluiceProcess server) {
    return CurlAnswer.of(server.admin("/metrics")).body();
  }

  private static String etag(String url) {
    return CurlAnswer.of("-I", url).headers().get("etag");
  }

  private static String md5(String text) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(text.getBytes(UTF_8)));
  }

  /** As a medium does that rots: no time of the file tells. */
  private static void flipABit(Path file) throws IOException {
    FileTime modified = Files.getLastModifiedTime(file);
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      ByteBuffer first = ByteBuffer.allocate(1);
      channel.read(first, 0);
      first.put(0, (byte) (first.get(0) ^ 0x40)).rewind();
      channel.write(first, 0);
    }
    Files.setLastModifiedTime(file, modified);
  }
}
