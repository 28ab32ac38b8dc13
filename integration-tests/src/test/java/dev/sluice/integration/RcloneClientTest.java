package dev.sluice.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

  private final ClientServer server;

  @TempDir private Path folder;

  RcloneClientTest(ClientServer server) {
    this.server = server;
  }

  @Test
  void folder_isSyncedAndCheckedBothWays() throws Exception {
    new ClientStories(server, folder).rclone();
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
    return new ClientStories(server, folder).rclone(words);
  }
}
