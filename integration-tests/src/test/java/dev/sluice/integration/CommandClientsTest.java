package dev.sluice.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * boto 2, boto3 and the AWS command line with their defaults, against a server with credentials.
 */
@Timeout(300)
class CommandClientsTest {

  @TempDir private static Path folder;

  private static SluiceProcess server;

  @BeforeAll
  static void start() {
    server =
        SluiceProcess.standalone(folder.resolve("data"))
            .environment("SLUICE_ACCESS_KEY", S3Clients.ACCESS_KEY)
            .environment("SLUICE_SECRET_KEY", S3Clients.SECRET_KEY)
            .start();
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
  }

  @Test
  void boto3_doesItsWholeWork() throws IOException {
    Path python = OutsideClients.pythonWith("boto3");
    Path script = Resources.copy("clients/boto3_client.py", folder);

    OutsideCommand.of(python, script, server.s3(), S3Clients.ACCESS_KEY, S3Clients.SECRET_KEY)
        .run()
        .good();

    assertThat(folder.resolve("data/boto3")).doesNotExist();
  }

  @Test
  void boto2_presignsHeadersToo() throws IOException {
    Path python = OutsideClients.pythonWith("boto");
    Path script = Resources.copy("clients/boto2_presigned.py", folder);

    OutsideCommand.of(
            python, script, server.s3().getPort(), S3Clients.ACCESS_KEY, S3Clients.SECRET_KEY)
        .run()
        .good();
  }

  @Test
  void awsCommandLine_copiesSyncsAndRemoves() throws Exception {
    Path local = Files.createDirectories(folder.resolve("local/sub folder")).getParent();
    byte[] large = new byte[20 << 20];
    new Random(1).nextBytes(large);
    Files.write(local.resolve("large.bin"), large);
    Files.writeString(local.resolve("sub folder/ü.txt"), "small");

    aws("mb", "s3://aws-cli");
    aws("cp", local.resolve("large.bin"), "s3://aws-cli/large.bin");
    assertThat(Files.readAllBytes(folder.resolve("data/aws-cli/large.bin"))).isEqualTo(large);
    aws("cp", "s3://aws-cli/large.bin", folder.resolve("back.bin"));
    assertThat(Files.readAllBytes(folder.resolve("back.bin"))).isEqualTo(large);

    aws("sync", local, "s3://aws-cli/synced");
    assertThat(folder.resolve("data/aws-cli/synced/sub folder/ü.txt")).hasContent("small");
    assertThat(aws("sync", local, "s3://aws-cli/synced")).doesNotContain("upload:");
    aws("sync", "s3://aws-cli/synced", folder.resolve("synced back"));
    assertThat(folder.resolve("synced back/sub folder/ü.txt")).hasContent("small");

    aws("cp", "--recursive", "s3://aws-cli/synced", "s3://aws-cli/copied");
    assertThat(aws("ls", "--recursive", "s3://aws-cli/"))
        .contains("20971520 large.bin", "5 copied/sub folder/ü.txt", "5 synced/sub folder/ü.txt");
    assertThat(aws("ls", "s3://aws-cli/")).contains("PRE copied/", "PRE synced/");

    URI presigned = URI.create(aws("presign", "s3://aws-cli/copied/sub folder/ü.txt").strip());
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpResponse<String> got =
          http.send(
              HttpRequest.newBuilder(presigned).build(), HttpResponse.BodyHandlers.ofString());
      assertThat(got.body()).isEqualTo("small");
    }

    aws("rm", "s3://aws-cli/large.bin");
    aws("mv", "s3://aws-cli/copied/large.bin", "s3://aws-cli/moved.bin");
    assertThat(folder.resolve("data/aws-cli/copied/large.bin")).doesNotExist();
    aws("rb", "--force", "s3://aws-cli");
    assertThat(folder.resolve("data/aws-cli")).doesNotExist();
  }

  private static String aws(Object... words) {
    return OutsideCommand.of(OutsideClients.awsCommandLine(), "s3")
        .with(words)
        .with("--endpoint-url", server.s3())
        .environment("AWS_ACCESS_KEY_ID", S3Clients.ACCESS_KEY)
        .environment("AWS_SECRET_ACCESS_KEY", S3Clients.SECRET_KEY)
        .environment("AWS_DEFAULT_REGION", "us-east-1")
        .environment("AWS_CONFIG_FILE", folder.resolve("none").toString())
        .environment("AWS_SHARED_CREDENTIALS_FILE", folder.resolve("none").toString())
        .environment("AWS_EC2_METADATA_DISABLED", "true")
        .run()
        .good()
        .out();
  }
}
