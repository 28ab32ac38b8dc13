package dev.sluice.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ObjectOwnership;
import software.amazon.awssdk.services.s3.model.OwnershipControlsRule;

/** rclone with its defaults. */
@Timeout(300)
@ExtendWith(ClientServer.Extension.class)
class RcloneClientTest {

  /** Above rclone's own threshold of 200 MiB, a file of holes: it costs the test no disk. */
  private static final long LARGE = (200L << 20) + 1;

  private static final Instant MODIFIED = Instant.parse("2001-02-03T04:05:06.123456789Z");

  private final ClientServer server;

  @TempDir private Path folder;

  RcloneClientTest(ClientServer server) {
    this.server = server;
  }

  @Test
  void folder_isSyncedAndCheckedBothWays() throws Exception {
    Path files = ClientFiles.make(folder.resolve("files"), 5 << 20);
    Files.setLastModifiedTime(files.resolve("at"), FileTime.from(MODIFIED));

    rclone("mkdir", "sluice:rclone");
    rclone("sync", files, "sluice:rclone/to", "--s3-upload-cutoff", "5Mi");
    ClientFiles.assertSame(server.bucket("rclone/to"), files);
    rclone("check", files, "sluice:rclone/to");
    rclone("check", "--download", files, "sluice:rclone/to");
    assertThat(rclone("lsjson", "--hash", "sluice:rclone/to/at").out())
        .contains("\"ModTime\":\"2001-02-03T04:05:06.123456789Z\"")
        .contains("\"Size\":" + (5 << 20));

    OutsideCommand.Answer again = rclone("sync", files, "sluice:rclone/to", "-v");
    assertThat(again.err()).contains("Checks:").doesNotContain("Copied");
    rclone("sync", "sluice:rclone/to", folder.resolve("back"));
    ClientFiles.assertSame(folder.resolve("back"), files);
    assertThat(Files.getLastModifiedTime(folder.resolve("back/at")).toInstant())
        .isEqualTo(MODIFIED);

    rclone("check", "sluice:rclone/to", folder.resolve("back"));
    rclone("check", "--download", "sluice:rclone/to", folder.resolve("back"));

    // What is gone on one side goes on the other, and a file of the same length is not the same.
    Files.delete(files.resolve("sorted/a/b"));
    Files.writeString(files.resolve("one byte"), "x");
    OutsideCommand.Answer differs = command("check", files, "sluice:rclone/to").run();
    assertThat(differs.exitCode()).isEqualTo(1);
    assertThat(differs.err()).contains("one byte: md5 differ", "2 differences found");
    rclone("sync", files, "sluice:rclone/to");
    assertThat(server.bucket("rclone/to/sorted/a")).doesNotExist();
    rclone("sync", "sluice:rclone/to", folder.resolve("back"));
    ClientFiles.assertSame(folder.resolve("back"), files);
    rclone("moveto", "sluice:rclone/to/ünïcödé", "sluice:rclone/moved +%41");
    assertThat(server.bucket("rclone/moved +%41/日本語/🎉.txt")).hasSize(103);
    rclone("purge", "sluice:rclone");
    assertThat(server.bucket("rclone")).doesNotExist();
  }

  @Test
  void largeFile_goesInParts() throws Exception {
    Path large = folder.resolve("large");
    ClientFiles.hollow(large, LARGE);

    rclone("copy", large, "sluice:rclone-large");
    rclone("check", "--download", folder, "sluice:rclone-large", "--include", "/large");
    assertThat(Files.mismatch(server.bucket("rclone-large/large"), large)).isEqualTo(-1);
    rclone("purge", "sluice:rclone-large");
  }

  /** In a bucket whose ownership lets lists take part. */
  @Test
  void listOfTheFlag_isThatOfEveryObject() throws Exception {
    Path files = Files.createDirectory(folder.resolve("site"));
    Files.writeString(files.resolve("index.html"), "text");
    Files.writeString(files.resolve("other.html"), "text");
    String site = server.endpoint() + "/rclone-acl/";
    rclone("mkdir", "sluice:rclone-acl");
    try (S3Client owner =
        S3Clients.builder(server.endpoint())
            .forcePathStyle(true)
            .credentialsProvider(ClientServer.CREDENTIALS)
            .build()) {
      owner.putBucketOwnershipControls(
          it ->
              it.bucket("rclone-acl")
                  .ownershipControls(
                      controls ->
                          controls.rules(
                              OwnershipControlsRule.builder()
                                  .objectOwnership(ObjectOwnership.OBJECT_WRITER)
                                  .build())));
    }

    rclone("copy", "--s3-acl", "public-read", files, "sluice:rclone-acl");
    assertThat(CurlAnswer.of(site + "index.html").body()).isEqualTo("text");
    assertThat(CurlAnswer.of(site + "other.html").body()).isEqualTo("text");
    rclone("copy", "--s3-acl", "private", "--ignore-times", files, "sluice:rclone-acl");
    assertThat(CurlAnswer.of(site + "index.html").status()).isEqualTo(403);
    rclone("purge", "sluice:rclone-acl");
  }

  private OutsideCommand.Answer rclone(Object... words) throws IOException {
    return command(words).run().good();
  }

  private OutsideCommand command(Object... words) throws IOException {
    Path configuration =
        Files.writeString(
            folder.resolve("rclone.conf"),
            """
            [sluice]
            type = s3
            provider = Other
            endpoint = %s
            access_key_id = %s
            secret_access_key = %s
            force_path_style = true
            """
                .formatted(server.endpoint(), ClientServer.ACCESS_KEY, ClientServer.SECRET_KEY));
    return OutsideCommand.of(OutsideClients.rclone(), "--config", configuration).with(words);
  }
}
