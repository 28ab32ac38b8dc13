package dev.sluice.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;

/** The core of what other people's clients do, against any server, with their defaults. */
public final class ClientStories {
  /** From here on the AWS command line sends parts. */
  static final int AWS_THRESHOLD = 8 << 20;

  private static final int RCLONE_THRESHOLD = 5 << 20;
  private static final Instant MODIFIED = Instant.parse("2001-02-03T04:05:06.123456789Z");

  private final ClientEndpoint server;
  private final Path folder;

  /**
   * Stories of clients of a server.
   *
   * @param folder for their files
   */
  public ClientStories(ClientEndpoint server, Path folder) {
    this.server = server;
    this.folder = folder;
  }

  // ---- boto3 ----

  /** boto3 makes a bucket, does all that there is to do with objects, and removes it. */
  public void boto3() throws IOException {
    Path python = OutsideClients.python();

    server
        .command(python, Resources.copy("clients/boto3_client.py", folder), server.endpoint())
        .with(ClientServer.ACCESS_KEY, ClientServer.SECRET_KEY)
        .run()
        .good();

    assertThat(server.bucket("boto3")).doesNotExist();
  }

  // ---- AWS command line ----

  /** Debian's AWS command line syncs a folder, and copies, moves and removes it. */
  public void awsCommandLine() throws IOException {
    awsCommandLine(OutsideClients.awsCommandLine(), "aws-debian");
  }

  /** The same of any AWS command line, in a bucket of its own. */
  void awsCommandLine(Path aws, String name) throws IOException {
    Path files = ClientFiles.make(folder.resolve("files"), AWS_THRESHOLD);
    String bucket = "s3://" + name;

    s3(aws, "mb", bucket);
    s3(aws, "sync", files, bucket + "/to");
    ClientFiles.assertSame(server.bucket(name + "/to"), files);
    assertThat(s3(aws, "sync", files, bucket + "/to")).doesNotContain("upload:");
    s3(aws, "sync", bucket + "/to", folder.resolve("back"));
    ClientFiles.assertSame(folder.resolve("back"), files);

    s3(aws, "cp", "--recursive", bucket + "/to", bucket + "/copied");
    ClientFiles.assertSame(server.bucket(name + "/copied"), files);
    s3(aws, "mv", "--recursive", bucket + "/copied/sorted", bucket + "/moved");
    assertThat(server.bucket(name + "/copied/sorted")).doesNotExist();
    s3(aws, "rm", "--recursive", bucket + "/copied");
    assertThat(server.bucket(name + "/copied")).doesNotExist();

    assertThat(s3(aws, "ls", bucket + "/moved/")).contains("104 a-b", "PRE a/", "106 a0");
    assertThat(s3(aws, "ls", "--recursive", "--summarize", bucket + "/moved"))
        .contains("105 moved/a/b", "Total Objects: 3", "Total Size: 315");
    String file = "a folder/a+b & c=d;e,f/100%/%41.txt";
    String presigned = s3(aws, "presign", bucket + "/to/" + file).strip();
    Path got = folder.resolve("got");
    OutsideCommand.of(OutsideClients.curl(), "-f", "-s", "-o", got, presigned).run().good();
    assertThat(Files.mismatch(got, files.resolve(file))).isEqualTo(-1);
    s3(aws, "rb", "--force", bucket);
    assertThat(server.bucket(name)).doesNotExist();
  }

  private String s3(Path aws, Object... words) {
    return server
        .command(aws, "--endpoint-url", server.endpoint(), "s3")
        .with(words)
        .run()
        .good()
        .out();
  }

  // ---- rclone ----

  /** rclone syncs a folder both ways and checks it, notices differences, moves and purges. */
  public void rclone() throws IOException {
    Path files = ClientFiles.make(folder.resolve("files"), RCLONE_THRESHOLD);
    Files.setLastModifiedTime(files.resolve("at"), FileTime.from(MODIFIED));

    rclone("mkdir", "sluice:rclone");
    rclone("sync", files, "sluice:rclone/to", "--s3-upload-cutoff", "5Mi");
    ClientFiles.assertSame(server.bucket("rclone/to"), files);
    rclone("check", files, "sluice:rclone/to");
    rclone("check", "--download", files, "sluice:rclone/to");
    assertThat(rclone("lsjson", "--hash", "sluice:rclone/to/at").out())
        .contains("\"ModTime\":\"2001-02-03T04:05:06.123456789Z\"")
        .contains("\"Size\":" + RCLONE_THRESHOLD);

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
    OutsideCommand.Answer differs = rcloneCommand("check", files, "sluice:rclone/to").run();
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

  OutsideCommand.Answer rclone(Object... words) throws IOException {
    return rcloneCommand(words).run().good();
  }

  private OutsideCommand rcloneCommand(Object... words) throws IOException {
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
